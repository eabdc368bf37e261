-- id: DR_TESTING_SCHEDULE
-- title: DR tests are scheduled and happen on time
-- severity: high
-- why: An exercise that is not on the calendar does not happen.
-- needs: inventory backup.list-restore-testing-plans backup.list-restore-jobs
-- param: exercise_days integer 365  Longest time between exercises that are attested.
-- scan: yes
-- remediation: Schedule the exercise, and attest when it was done; or select the application's
--    resources in a restore testing plan.
with application as (
  select r.application as name, count(distinct r.account) as n_accounts, min(r.account) as account,
         max(t.rto is not null or t.rpo is not null or not run.policy_present) as asks,
         min(coalesce(t.restore_test_days, :exercise_days)) as test_days
    from known_resource r
    join run
    left join tier t on t.id = r.tier
   where r.in_scope = 1 and r.application is not null
   group by r.application
),
first_tier as (
  select r.application as name, t.id, row_number() over (partition by r.application order by t.rank, t.id) as place
    from known_resource r join tier t on t.id = r.tier
   where r.in_scope = 1 and r.application is not null
),
supplied as (
  select distinct r.application as name, n.number, n.author, n.made_on, n.valid_until, n.status,
         n.status = 'valid' and unixepoch(run.as_of) - unixepoch(n.made_on) <= (:exercise_days + 1) * 86400 as counts
    from attestation n
    join run
    join known_resource r on r.in_scope = 1 and r.application is not null
     and (n.scope in (r.application, r.tier) or arn_like(n.scope, r.arn))
   where n.rule = 'DR_TESTING_SCHEDULE'
),
best as (
  select s.*, row_number() over (partition by s.name order by s.counts desc, s.made_on desc, s.number) as place
    from supplied s
),
-- Restores that a restore testing plan made of the application's resources.
tested as (
  select r.application as name, x.completed_at, x.source_id, x.pointer,
         row_number() over (partition by r.application order by x.completed_at desc, x.source_id, x.pointer) as place
    from restore x
    join known_resource r on r.arn = x.arn
   where x.tested = 1 and x.status = 'COMPLETED' and coalesce(x.validation, '') not in ('FAILED', 'TIMED_OUT')
     and r.in_scope = 1 and r.application is not null
),
judged as (
  select a.*, t.id as tier, b.author, b.made_on, b.valid_until, b.status, b.counts, b.name is not null as any_supplied,
         x.completed_at, x.source_id, x.pointer,
         unixepoch(run.as_of) - unixepoch(x.completed_at) <= a.test_days * 86400 as on_time
    from application a
    join run
    left join first_tier t on t.name = a.name and t.place = 1
    left join best b on b.name = a.name and b.place = 1
    left join tested x on x.name = a.name and x.place = 1
)
select 'application:' || name as resource, iif(n_accounts = 1, account, null) as account, null as region, tier,
       case
         when not asks then 'not_applicable'
         when counts or on_time then 'pass'
         when any_supplied or completed_at is not null then 'fail'
         else 'insufficient_data'
       end as verdict,
       case
         when not asks then 'its tiers state no objective'
         when counts then 'an exercise was attested by ' || author || ' on ' || made_on
         when on_time then 'a scheduled restore test ended at ' || completed_at
         when status = 'altered' then 'the evidence of the attestation by ' || author || ' is missing or altered'
         when any_supplied then 'the last exercise attested, of ' || made_on || ', does not count any more'
         when completed_at is not null then 'its last scheduled restore test, at ' || completed_at || ', is more than ' || test_days || ' days ago'
         else 'no exercise was attested and no restore testing plan has tested it'
       end as reason,
       source_id, pointer
  from judged;
