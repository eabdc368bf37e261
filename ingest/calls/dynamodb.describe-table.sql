-- call: dynamodb.describe-table
-- scope: region
-- required: /Table/TableName
-- times: /Table/CreationDateTime
-- arn:
-- name: /Table/TableName
-- key: Table
-- not-configured: ResourceNotFoundException
insert into resource(source_id, pointer, arn, type, account, region, name, created_at, state, detail, attributes)
select :source, :pointer || '/Table', coalesce(t ->> '$.TableArn', 'arn:' || partition(:region) || ':dynamodb:' || :region || ':' ||
    :account || ':table/' || (t ->> '$.TableName')), 'DynamoDB', :account, :region, t ->> '$.TableName',
  utc(t ->> '$.CreationDateTime'), coalesce(t ->> '$.TableStatus', ''), 1,
  json_object('TableStatus', t ->> '$.TableStatus', 'TableSizeBytes', t -> '$.TableSizeBytes',
    'GlobalTableVersion', t ->> '$.GlobalTableVersion', 'Replicas', t -> '$.Replicas',
    'MultiRegionConsistency', t ->> '$.MultiRegionConsistency', 'GlobalTableWitnesses', t -> '$.GlobalTableWitnesses',
    'TableClass', t ->> '$.TableClassSummary.TableClass', 'SSEDescription', t -> '$.SSEDescription',
    'DeletionProtectionEnabled', t -> '$.DeletionProtectionEnabled', 'TableId', t ->> '$.TableId')
from (select :item -> '$.Table' as t);
