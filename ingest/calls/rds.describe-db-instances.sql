-- call: rds.describe-db-instances docdb.describe-db-instances neptune.describe-db-instances
-- items: /DBInstances
-- scope: region
-- required: /DBInstanceIdentifier /Engine
-- times: /InstanceCreateTime /LatestRestorableTime
-- arn: /DBInstanceArn
insert into resource(source_id, pointer, arn, type, account, region, name, created_at, state, parent_arn,
  copy_of_arn, detail, attributes)
select :source, :pointer, coalesce(:item ->> '$.DBInstanceArn', prefix || ':db:' || (:item ->> '$.DBInstanceIdentifier')),
  case when engine like 'aurora%' then 'Aurora' when engine = 'docdb' then 'DocumentDB'
    when engine = 'neptune' then 'Neptune' else 'RDS' end,
  :account, :region, :item ->> '$.DBInstanceIdentifier', utc(:item ->> '$.InstanceCreateTime'),
  coalesce(:item ->> '$.DBInstanceStatus', ''), prefix || ':cluster:' || (:item ->> '$.DBClusterIdentifier'),
  case
    when of_instance like 'arn:%' then of_instance
    when of_instance <> '' then prefix || ':db:' || of_instance
    when of_cluster like 'arn:%' then of_cluster
    when of_cluster <> '' then prefix || ':cluster:' || of_cluster end,
  1,
  json_object('Engine', engine, 'EngineVersion', :item ->> '$.EngineVersion',
    'DBInstanceStatus', :item ->> '$.DBInstanceStatus', 'DBInstanceClass', :item ->> '$.DBInstanceClass',
    'DbiResourceId', :item ->> '$.DbiResourceId', 'BackupRetentionPeriod', :item -> '$.BackupRetentionPeriod',
    'LatestRestorableTime', utc(:item ->> '$.LatestRestorableTime'), 'MultiAZ', :item -> '$.MultiAZ',
    'StorageEncrypted', :item -> '$.StorageEncrypted', 'KmsKeyId', :item ->> '$.KmsKeyId',
    'AllocatedStorage', :item -> '$.AllocatedStorage', 'BackupTarget', :item ->> '$.BackupTarget',
    'DBClusterIdentifier', :item ->> '$.DBClusterIdentifier',
    'AwsBackupRecoveryPointArn', :item ->> '$.AwsBackupRecoveryPointArn',
    'PendingModifiedValues', :item -> '$.PendingModifiedValues',
    'ReadReplicaSourceDBInstanceIdentifier', :item ->> '$.ReadReplicaSourceDBInstanceIdentifier',
    'ReadReplicaSourceDBClusterIdentifier', :item ->> '$.ReadReplicaSourceDBClusterIdentifier',
    'ReadReplicaDBInstanceIdentifiers', :item -> '$.ReadReplicaDBInstanceIdentifiers',
    'ReadReplicaDBClusterIdentifiers', :item -> '$.ReadReplicaDBClusterIdentifiers',
    'DBInstanceAutomatedBackupsReplications', :item -> '$.DBInstanceAutomatedBackupsReplications',
    'DeletionProtection', :item -> '$.DeletionProtection')
from (select :item ->> '$.Engine' as engine,
        'arn:' || partition(:region) || ':rds:' || :region || ':' || :account as prefix,
        :item ->> '$.ReadReplicaSourceDBInstanceIdentifier' as of_instance,
        :item ->> '$.ReadReplicaSourceDBClusterIdentifier' as of_cluster);

insert into resource_tag(source_id, arn, key, value)
select :source, coalesce(:item ->> '$.DBInstanceArn', 'arn:' || partition(:region) || ':rds:' || :region || ':' ||
    :account || ':db:' || (:item ->> '$.DBInstanceIdentifier')), t.value ->> '$.Key', coalesce(t.value ->> '$.Value', '')
from json_each(:item, '$.TagList') as t;
