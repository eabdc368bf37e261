-- id: DR_COMMUNICATION
-- title: People who must be told in a disaster are known and current
-- severity: medium
-- why: The first hour is lost when nobody knows whom to call.
-- scan: yes
-- remediation: Review the contact list and attest it in attestations.json.
-- status: placeholder
select 'application:' || application as resource, null as account, null as region, min(tier) as tier,
       'insufficient_data' as verdict, 'not evaluated yet' as reason, null as source_id, null as pointer
  from known_resource where in_scope = 1 and application is not null group by application;
