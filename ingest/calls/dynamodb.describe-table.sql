-- call: dynamodb.describe-table
-- scope: region
-- required: /Table/TableName /Table/TableArn
-- times: /Table/CreationDateTime
-- arn: /Table/TableArn
-- name: /Table/TableName
-- key: Table
-- not-configured: ResourceNotFoundException
insert into resource(source_id, pointer, arn, type, account, region, name, created_at, state, detail, attributes)
select :source, :pointer || '/Table', t ->> '$.TableArn', 'DynamoDB', :account, :region, t ->> '$.TableName',
  utc(t ->> '$.CreationDateTime'), coalesce(t ->> '$.TableStatus', ''), 1,
  json_object('TableStatus', t ->> '$.TableStatus', 'TableSizeBytes', t -> '$.TableSizeBytes',
    'GlobalTableVersion', t ->> '$.GlobalTableVersion', 'Replicas', t -> '$.Replicas',
    'MultiRegionConsistency', t ->> '$.MultiRegionConsistency', 'GlobalTableWitnesses', t -> '$.GlobalTableWitnesses',
    'TableClass', t ->> '$.TableClassSummary.TableClass', 'SSEDescription', t -> '$.SSEDescription',
    'DeletionProtectionEnabled', t -> '$.DeletionProtectionEnabled', 'TableId', t ->> '$.TableId')
from (select :item -> '$.Table' as t);
