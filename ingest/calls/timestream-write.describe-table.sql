-- call: timestream-write.describe-table
-- scope: region
-- required: /Table/Arn /Table/DatabaseName /Table/TableName
-- times: /Table/CreationTime
-- arn: /Table/Arn
-- name: /Table/TableName
-- not-configured: ResourceNotFoundException
insert into resource(source_id, pointer, arn, type, account, region, name, created_at, state, detail, attributes)
select :source, :pointer, t ->> '$.Arn', 'Timestream', :account, :region,
  (t ->> '$.DatabaseName') || '/' || (t ->> '$.TableName'), utc(t ->> '$.CreationTime'),
  coalesce(t ->> '$.TableStatus', ''), 1,
  json_object('TableStatus', t ->> '$.TableStatus', 'RetentionProperties', t -> '$.RetentionProperties')
from (select :item -> '$.Table' as t);
