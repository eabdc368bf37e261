-- call: timestream-write.list-tables
-- items: /Tables
-- scope: region
-- required: /Arn /DatabaseName /TableName
-- times: /CreationTime
-- arn: /Arn
insert into resource(source_id, pointer, arn, type, account, region, name, created_at, state, detail, attributes)
select :source, :pointer, t ->> '$.Arn', 'Timestream', :account, :region,
  (t ->> '$.DatabaseName') || '/' || (t ->> '$.TableName'), utc(t ->> '$.CreationTime'),
  coalesce(t ->> '$.TableStatus', ''), 1,
  json_object('TableStatus', t ->> '$.TableStatus', 'RetentionProperties', t -> '$.RetentionProperties')
from (select :item as t);
