-- id: DYNAMODB_GLOBAL_TABLES
-- title: Critical tables have an active replica in another Region
-- severity: high
-- why: A table without a replica is gone with its Region until a restore ends.
-- needs: dynamodb.list-tables dynamodb.describe-table resourcegroupstaggingapi.get-resources
-- uses: dynamodb.list-global-tables dynamodb.describe-global-table
-- param: max_evidence_age_days integer 92  Age of the account's newest evidence beyond which nothing passes.
-- scan: yes
-- remediation: Add a replica in a DR Region.
with asked as (
  select r.*, run.policy_present, coalesce(t.cross_region, 0) as asks,
         json_extract(r.attributes, '$.TableStatus') is not null as described
    from known_resource r
    join run
    left join tier t on t.id = r.tier
   where r.in_scope = 1 and r.type = 'DynamoDB'
),
-- Tables of the version of 2017 name their replicas in calls of their own; the state of one
-- is in the description of the global table, which the list does not give.
legacy as (
  select a.arn, json_extract(g.value, '$.RegionName') as there, null as status
    from asked a
    join answer_page p on p.call = 'dynamodb.list-global-tables' and p.account = a.account
    join json_each(p.page, '$.GlobalTables') t on json_extract(t.value, '$.GlobalTableName') = a.name
    join json_each(t.value, '$.ReplicationGroup') g
  union all
  select a.arn, json_extract(g.value, '$.RegionName'), json_extract(g.value, '$.ReplicaStatus')
    from asked a
    join answer_page p on p.call = 'dynamodb.describe-global-table' and p.account = a.account
     and json_extract(p.page, '$.GlobalTableDescription.GlobalTableName') = a.name
    join json_each(p.page, '$.GlobalTableDescription.ReplicationGroup') g
),
named as (
  select a.arn, json_extract(p.value, '$.RegionName') as there, coalesce(json_extract(p.value, '$.ReplicaStatus'), '') as status
    from asked a join json_each(a.attributes, '$.Replicas') p
  union all
  select arn, there, status from legacy
),
replica as (
  select n.arn, n.there, n.status,
         row_number() over (partition by n.arn order by
           n.status = 'ACTIVE' desc, n.status is null, n.there) as place
    from named n join asked a on a.arn = n.arn
   where n.there <> a.region
)
select a.arn as resource, a.account, a.region, a.tier,
       case
         when not a.policy_present then 'insufficient_data'
         when not a.asks then 'not_applicable'
         when p.status = 'ACTIVE' then 'pass'
         when not a.described or (p.there is not null and p.status is null) then 'insufficient_data'
         else 'fail'
       end as verdict,
       case
         when not a.policy_present then 'no policy says whether it must be copied to another Region'
         when not a.asks then 'its tier asks for no copy in another Region'
         when p.status = 'ACTIVE' then 'it has an active replica in ' || p.there
         when not a.described then 'the table was listed, but its description was not exported'
         when p.there is not null and p.status is null
           then 'it is a global table of 2017 with a replica in ' || p.there || ', whose state was not exported'
         when p.there is not null then 'its replica in ' || p.there || ' is ' || coalesce(nullif(p.status, ''), 'of no known status')
         else 'it has no replica in another Region'
       end as reason,
       a.source_id, a.pointer
  from asked a
  left join replica p on p.arn = a.arn and p.place = 1;
