-- call: elasticache.describe-snapshots
-- items: /Snapshots
-- scope: region
-- required: /SnapshotName /ARN /SnapshotStatus
-- arn: /ARN
insert into snapshot(source_id, pointer, arn, id, kind, account, region, resource_arn, origin, state, created_at,
  encrypted, key_arn)
select :source, :pointer, :item ->> '$.ARN', :item ->> '$.SnapshotName', 'elasticache', :account, :region,
  'arn:' || partition(:region) || ':elasticache:' || :region || ':' || :account ||
    coalesce(':replicationgroup:' || nullif(:item ->> '$.ReplicationGroupId', ''),
             ':cluster:' || (:item ->> '$.CacheClusterId')),
  case :item ->> '$.SnapshotSource' when 'automated' then 'automated' when 'system' then 'automated'
    else 'manual' end,
  :item ->> '$.SnapshotStatus',
  (select max(utc(n.value ->> '$.SnapshotCreateTime')) from json_each(:item, '$.NodeSnapshots') as n),
  case when :item ->> '$.KmsKeyId' is not null then 1 end, :item ->> '$.KmsKeyId';
