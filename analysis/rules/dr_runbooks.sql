-- id: DR_RUNBOOKS
-- title: Every critical application has a current runbook
-- severity: high
-- why: Recovery from memory takes longer and fails more often.
-- needs: inventory
-- uses: ssm.list-documents ssm.describe-automation-executions arc-region-switch.list-plans
--    arc-region-switch.get-plan
-- param: runbook_review_days integer 365  Longest time between reviews, changes or executions.
-- scan: yes
-- remediation: Write or review the runbook and attest it with its digest in attestations.json;
--    tag automation documents and Region switch plans with their application.
with shown as (
  -- What AWS shows of the application's runbooks, the most telling first.
  select b.application, 'automation document ' || b.name || ' ran at ' || e.at as text,
         unixepoch(run.as_of) - unixepoch(e.at) <= :runbook_review_days * 86400 as current,
         e.at, e.source_id, e.pointer
    from application_runbook b
    join run
    join application_event e
      on e.application = b.application and e.kind = 'execution' and e.name = b.name and e.ok
   where b.kind = 'document'
  union all
  select b.application, 'Region switch plan ' || b.name || ' was last changed at ' || b.at,
         b.content and unixepoch(run.as_of) - unixepoch(b.at) <= :runbook_review_days * 86400,
         b.at, b.source_id, b.pointer
    from application_runbook b
    join run
   where b.kind = 'plan'
  union all
  select b.application, 'only the name of automation document ' || b.name || ' is known', 0, null,
         b.source_id, b.pointer
    from application_runbook b
   where b.kind = 'document'
),
best as (
  select s.*, row_number() over (partition by s.application
           order by coalesce(s.current, 0) desc, s.at desc, s.text) as place
    from shown s
),
judged as (
  select a.*, n.author, n.made_on, n.valid_until, n.status, b.text, coalesce(b.current, 0) as current,
         b.source_id, b.pointer, n.author is not null as supplied,
         coalesce(n.status = 'valid'
           and unixepoch(run.as_of) - unixepoch(n.made_on) <= (:runbook_review_days + 1) * 86400, 0) as attested
    from application a
    join run
    left join application_attestation n on n.application = a.name and n.rule = 'DR_RUNBOOKS'
    left join best b on b.application = a.name and b.place = 1
)
select 'application:' || name as resource, account, null as region, tier,
       case
         when not asks then 'not_applicable'
         when attested or current then 'pass'
         when supplied then 'fail'
         else 'insufficient_data'
       end as verdict,
       case
         when not asks then 'its tiers state no objective'
         when attested then 'attested by ' || author || ' on ' || made_on
         when current then text
         when status = 'altered' then 'the evidence of the attestation by ' || author || ' is missing or altered'
         when status = 'expired' then 'the attestation by ' || author || ' ended on ' || valid_until
         when status = 'not_yet_valid' then 'the attestation by ' || author || ' begins on ' || made_on
         when supplied then 'the attestation by ' || author || ' of ' || made_on || ' is older than '
           || :runbook_review_days || ' days'
         when text is not null then text || '; no current review of it was attested'
         else 'no runbook was attested'
       end as reason,
       iif(attested, null, source_id) as source_id, iif(attested, null, pointer) as pointer
  from judged;
