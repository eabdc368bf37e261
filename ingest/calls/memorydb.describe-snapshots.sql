-- call: memorydb.describe-snapshots
-- items: /Snapshots
-- scope: region
-- required: /Name /ARN /Status
-- arn: /ARN
insert into snapshot(source_id, pointer, arn, id, kind, account, region, resource_arn, origin, state, created_at,
  encrypted, key_arn)
select :source, :pointer, :item ->> '$.ARN', :item ->> '$.Name', 'memorydb', :account, :region,
  'arn:' || partition(:region) || ':memorydb:' || :region || ':' || :account || ':cluster/' ||
    (:item ->> '$.ClusterConfiguration.Name'),
  case :item ->> '$.Source' when 'automated' then 'automated' else 'manual' end, :item ->> '$.Status',
  (select max(utc(s.value ->> '$.SnapshotCreationTime'))
   from json_each(:item, '$.ClusterConfiguration.Shards') as s),
  1, :item ->> '$.KmsKeyId';
