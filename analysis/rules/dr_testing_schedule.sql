-- id: DR_TESTING_SCHEDULE
-- title: DR tests are scheduled and happen on time
-- severity: high
-- why: An exercise that is not on the calendar does not happen.
-- needs: inventory backup.list-restore-testing-plans backup.list-restore-jobs
-- uses: backup.list-restore-testing-selections drs.describe-jobs drs.describe-source-servers
--    fis.list-experiments
-- param: exercise_days integer 365  Longest time between exercises, drills and experiments.
-- scan: yes
-- remediation: Schedule the exercise, and attest when it was done; or select the application's
--    resources in a restore testing plan.
with event as (
  select e.*, iif(e.kind = 'restore test', coalesce(a.test_days, :exercise_days), :exercise_days) as days
    from application_event e
    join application a on a.name = e.application
   where e.kind in ('restore test', 'drill', 'experiment')
),
-- The newest that succeeded and is on time, else the newest of all.
best as (
  select e.*, unixepoch(run.as_of) - unixepoch(e.at) <= e.days * 86400 as recent,
         row_number() over (partition by e.application order by
           (e.ok and unixepoch(run.as_of) - unixepoch(e.at) <= e.days * 86400) desc, e.at desc, e.source_id, e.pointer) as place
    from event e
    join run
),
-- A restore testing plan without a selection tests nothing.
idle as (
  select a.account, min(a.item) as plan, min(a.source_id) as source_id, min(a.pointer) as pointer
    from answer_page a
   where a.call = 'backup.list-restore-testing-selections'
   group by a.account
  having sum(coalesce(json_array_length(a.page, '$.RestoreTestingSelections'), 0)) = 0
),
judged as (
  select a.*, n.author, n.made_on, n.status, n.author is not null as supplied, b.kind, b.at, b.ok, b.recent, b.days,
         coalesce(n.status = 'valid'
           and unixepoch(run.as_of) - unixepoch(n.made_on) <= (:exercise_days + 1) * 86400, 0) as attested,
         coalesce(b.ok and b.recent, 0) as tested, i.plan as idle_plan,
         coalesce(b.source_id, i.source_id) as source_id, iif(b.kind is null, i.pointer, b.pointer) as pointer
    from application a
    join run
    left join application_attestation n on n.application = a.name and n.rule = 'DR_TESTING_SCHEDULE'
    left join best b on b.application = a.name and b.place = 1
    left join idle i on i.account = a.account
)
select 'application:' || name as resource, account, null as region, tier,
       case
         when not asks then 'not_applicable'
         when attested or tested then 'pass'
         when supplied or kind is not null then 'fail'
         else 'insufficient_data'
       end as verdict,
       case
         when not asks then 'its tiers state no objective'
         when attested then 'an exercise was attested by ' || author || ' on ' || made_on
         when tested then
           case kind when 'restore test' then 'a scheduled restore test ended at ' || at
                     when 'drill' then 'a recovery drill launched its servers at ' || at
                     else 'a fault injection experiment was completed at ' || at end
         when status = 'altered' then 'the evidence of the attestation by ' || author || ' is missing or altered'
         when supplied then 'the last exercise attested, of ' || made_on || ', does not count any more'
         when kind is not null and recent then 'its last ' || kind || ', at ' || at || ', did not succeed'
         when kind is not null then 'its last ' || kind || ', at ' || at || ', is more than ' || days || ' days ago'
         when idle_plan is not null
           then 'no exercise was attested and the restore testing plan ' || idle_plan || ' selects nothing'
         else 'no exercise was attested and no restore testing plan has tested it'
       end as reason,
       iif(attested, null, source_id) as source_id, iif(attested, null, pointer) as pointer
  from judged;
