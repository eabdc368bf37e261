-- call: elasticache.describe-replication-groups
-- items: /ReplicationGroups
-- scope: region
-- required: /ReplicationGroupId /ARN
-- times: /ReplicationGroupCreateTime
-- arn: /ARN
insert into resource(source_id, pointer, arn, type, account, region, name, created_at, state, detail, attributes)
select :source, :pointer, :item ->> '$.ARN', 'ElastiCache', :account, :region, :item ->> '$.ReplicationGroupId',
  utc(:item ->> '$.ReplicationGroupCreateTime'), coalesce(:item ->> '$.Status', ''), 1,
  json_object('Engine', coalesce(:item ->> '$.Engine', 'redis'),
    'SnapshotRetentionLimit', :item -> '$.SnapshotRetentionLimit', 'SnapshotWindow', :item ->> '$.SnapshotWindow',
    'AtRestEncryptionEnabled', :item -> '$.AtRestEncryptionEnabled', 'MultiAZ', :item ->> '$.MultiAZ',
    'GlobalReplicationGroupInfo', :item -> '$.GlobalReplicationGroupInfo',
    'MemberClusters', :item -> '$.MemberClusters');
