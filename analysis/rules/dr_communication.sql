-- id: DR_COMMUNICATION
-- title: People who must be told in a disaster are known and current
-- severity: medium
-- why: The first hour is lost when nobody knows whom to call.
-- needs: inventory
-- param: contact_review_days integer 365  Longest time between reviews.
-- scan: yes
-- remediation: Review the contact list and attest it in attestations.json.
with application as (
  select r.application as name, count(distinct r.account) as n_accounts, min(r.account) as account,
         max(t.rto is not null or t.rpo is not null or not run.policy_present) as asks
    from known_resource r
    join run
    left join tier t on t.id = r.tier
   where r.in_scope = 1 and r.application is not null
   group by r.application
),
-- The most demanding of an application's tiers stands for it.
first_tier as (
  select r.application as name, t.id, row_number() over (partition by r.application order by t.rank, t.id) as place
    from known_resource r join tier t on t.id = r.tier
   where r.in_scope = 1 and r.application is not null
),
supplied as (
  select distinct r.application as name, n.number, n.author, n.made_on, n.valid_until, n.status,
         n.status = 'valid' and unixepoch(run.as_of) - unixepoch(n.made_on) <= (:contact_review_days + 1) * 86400 as counts
    from attestation n
    join run
    join known_resource r on r.in_scope = 1 and r.application is not null
     and (n.scope in (r.application, r.tier) or arn_like(n.scope, r.arn))
   where n.rule = 'DR_COMMUNICATION'
),
best as (
  select s.*, row_number() over (partition by s.name order by s.counts desc, s.made_on desc, s.number) as place
    from supplied s
)
select 'application:' || a.name as resource, iif(a.n_accounts = 1, a.account, null) as account, null as region, t.id as tier,
       case
         when not a.asks then 'not_applicable'
         when b.counts then 'pass'
         when b.name is not null then 'fail'
         else 'insufficient_data'
       end as verdict,
       case
         when not a.asks then 'its tiers state no objective'
         when b.counts then 'attested by ' || b.author || ' on ' || b.made_on
         when b.status = 'altered' then 'the evidence of the attestation by ' || b.author || ' is missing or altered'
         when b.status = 'expired' then 'the attestation by ' || b.author || ' ended on ' || b.valid_until
         when b.status = 'not_yet_valid' then 'the attestation by ' || b.author || ' begins on ' || b.made_on
         when b.name is not null then 'the attestation by ' || b.author || ' of ' || b.made_on || ' is older than ' || :contact_review_days || ' days'
         else 'no contact list was attested'
       end as reason,
       null as source_id, null as pointer
  from application a
  left join first_tier t on t.name = a.name and t.place = 1
  left join best b on b.name = a.name and b.place = 1;
