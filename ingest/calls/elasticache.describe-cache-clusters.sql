-- call: elasticache.describe-cache-clusters
-- items: /CacheClusters
-- scope: region
-- required: /CacheClusterId /ARN
-- times: /CacheClusterCreateTime
-- arn: /ARN
-- Memcached keeps nothing and cannot be backed up: its Engine says so.
insert into resource(source_id, pointer, arn, type, account, region, name, created_at, state, parent_arn, detail,
  attributes)
select :source, :pointer, :item ->> '$.ARN', 'ElastiCache', :account, :region, :item ->> '$.CacheClusterId',
  utc(:item ->> '$.CacheClusterCreateTime'), coalesce(:item ->> '$.CacheClusterStatus', ''),
  'arn:' || partition(:region) || ':elasticache:' || :region || ':' || :account || ':replicationgroup:' ||
    nullif(:item ->> '$.ReplicationGroupId', ''),
  1,
  json_object('Engine', :item ->> '$.Engine', 'SnapshotRetentionLimit', :item -> '$.SnapshotRetentionLimit',
    'SnapshotWindow', :item ->> '$.SnapshotWindow', 'AtRestEncryptionEnabled', :item -> '$.AtRestEncryptionEnabled',
    'ReplicationGroupId', :item ->> '$.ReplicationGroupId');
