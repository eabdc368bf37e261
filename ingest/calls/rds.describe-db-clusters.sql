-- call: rds.describe-db-clusters docdb.describe-db-clusters neptune.describe-db-clusters
-- items: /DBClusters
-- scope: region
-- required: /DBClusterIdentifier /Engine
-- times: /ClusterCreateTime /LatestRestorableTime /EarliestRestorableTime
-- arn: /DBClusterArn
-- Engines mysql and postgres are RDS's Multi-AZ clusters.
insert into resource(source_id, pointer, arn, type, account, region, name, created_at, state, copy_of_arn, detail,
  attributes)
select :source, :pointer, coalesce(:item ->> '$.DBClusterArn', 'arn:' || partition(:region) || ':rds:' || :region || ':' ||
    :account || ':cluster:' || (:item ->> '$.DBClusterIdentifier')),
  case when engine like 'aurora%' then 'Aurora' when engine = 'docdb' then 'DocumentDB'
    when engine = 'neptune' then 'Neptune' else 'RDS' end,
  :account, :region, :item ->> '$.DBClusterIdentifier', utc(:item ->> '$.ClusterCreateTime'),
  coalesce(:item ->> '$.Status', ''), nullif(:item ->> '$.ReplicationSourceIdentifier', ''), 1,
  json_object('Engine', engine, 'EngineVersion', :item ->> '$.EngineVersion', 'EngineMode', :item ->> '$.EngineMode',
    'Status', :item ->> '$.Status', 'DbClusterResourceId', :item ->> '$.DbClusterResourceId',
    'BackupRetentionPeriod', :item -> '$.BackupRetentionPeriod',
    'LatestRestorableTime', utc(:item ->> '$.LatestRestorableTime'),
    'EarliestRestorableTime', utc(:item ->> '$.EarliestRestorableTime'), 'MultiAZ', :item -> '$.MultiAZ',
    'StorageEncrypted', :item -> '$.StorageEncrypted', 'KmsKeyId', :item ->> '$.KmsKeyId',
    'AwsBackupRecoveryPointArn', :item ->> '$.AwsBackupRecoveryPointArn',
    'PendingModifiedValues', :item -> '$.PendingModifiedValues',
    'ReplicationSourceIdentifier', :item ->> '$.ReplicationSourceIdentifier',
    'ReadReplicaIdentifiers', :item -> '$.ReadReplicaIdentifiers',
    'GlobalClusterIdentifier', :item ->> '$.GlobalClusterIdentifier',
    'BacktrackWindow', :item -> '$.BacktrackWindow', 'DBClusterMembers', :item -> '$.DBClusterMembers',
    'DeletionProtection', :item -> '$.DeletionProtection')
from (select :item ->> '$.Engine' as engine);

insert into resource_tag(source_id, arn, key, value)
select :source, coalesce(:item ->> '$.DBClusterArn', 'arn:' || partition(:region) || ':rds:' || :region || ':' ||
    :account || ':cluster:' || (:item ->> '$.DBClusterIdentifier')), t.value ->> '$.Key', coalesce(t.value ->> '$.Value', '')
from json_each(:item, '$.TagList') as t;
