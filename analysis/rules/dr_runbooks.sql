-- id: DR_RUNBOOKS
-- title: Every critical application has a current runbook
-- severity: high
-- why: Recovery from memory takes longer and fails more often.
-- scan: yes
-- remediation: Write or review the runbook and attest it with its digest in attestations.json.
-- status: placeholder
select 'application:' || application as resource, null as account, null as region, min(tier) as tier,
       'insufficient_data' as verdict, 'not evaluated yet' as reason, null as source_id, null as pointer
  from known_resource where in_scope = 1 and application is not null group by application;
