-- call: rds.describe-db-cluster-snapshots docdb.describe-db-cluster-snapshots neptune.describe-db-cluster-snapshots
-- items: /DBClusterSnapshots
-- scope: region
-- required: /DBClusterSnapshotIdentifier /DBClusterIdentifier /Status
-- times: /SnapshotCreateTime
-- arn: /DBClusterSnapshotArn
insert into snapshot(source_id, pointer, arn, id, kind, account, region, resource_arn, origin, state, created_at,
  encrypted, key_arn, bytes, copy_of_arn)
select :source, :pointer, coalesce(:item ->> '$.DBClusterSnapshotArn', 'arn:' || partition(:region) || ':rds:' || :region || ':' || :account ||
    ':cluster-snapshot:' || (:item ->> '$.DBClusterSnapshotIdentifier')), :item ->> '$.DBClusterSnapshotIdentifier', 'rds_cluster', :account,
  :region, 'arn:' || partition(:region) || ':rds:' || :region || ':' || :account || ':cluster:' ||
    (:item ->> '$.DBClusterIdentifier'),
  case when :item ->> '$.SnapshotType' in ('automated', 'awsbackup') then :item ->> '$.SnapshotType'
    when copied <> '' then 'copy' else 'manual' end,
  :item ->> '$.Status', utc(:item ->> '$.SnapshotCreateTime'), :item ->> '$.StorageEncrypted', :item ->> '$.KmsKeyId',
  (:item ->> '$.AllocatedStorage') * 1073741824,
  case when copied like 'arn:%' then copied
    when copied <> '' then 'arn:' || partition(:region) || ':rds:' ||
      coalesce(nullif(:item ->> '$.SourceRegion', ''), :region) || ':' || :account || ':cluster-snapshot:' || copied end
from (select :item ->> '$.SourceDBClusterSnapshotArn' as copied);
