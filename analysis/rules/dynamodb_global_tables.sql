-- id: DYNAMODB_GLOBAL_TABLES
-- title: Critical tables have an active replica in another Region
-- severity: high
-- why: A table without a replica is gone with its Region until a restore ends.
-- needs: dynamodb.list-tables dynamodb.describe-table resourcegroupstaggingapi.get-resources
-- scan: yes
-- remediation: Add a replica in a DR Region.
-- status: placeholder
select r.arn as resource, r.account, r.region, r.tier,
       'insufficient_data' as verdict, 'not evaluated yet' as reason, r.source_id, r.pointer
  from known_resource r where r.in_scope = 1 and r.type = 'DynamoDB';
