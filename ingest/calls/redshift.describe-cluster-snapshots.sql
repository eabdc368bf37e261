-- call: redshift.describe-cluster-snapshots
-- items: /Snapshots
-- scope: region
-- required: /SnapshotIdentifier /ClusterIdentifier /Status
-- times: /SnapshotCreateTime
-- A snapshot copied from another region names it.
insert into snapshot(source_id, pointer, arn, id, kind, account, region, resource_arn, origin, state, created_at,
  encrypted, key_arn, bytes)
select :source, :pointer,
  coalesce(:item ->> '$.SnapshotArn', 'arn:' || partition(:region) || ':redshift:' || :region || ':' || owner ||
    ':snapshot:' || (:item ->> '$.ClusterIdentifier') || '/' || (:item ->> '$.SnapshotIdentifier')),
  :item ->> '$.SnapshotIdentifier', 'redshift', owner, :region,
  'arn:' || partition(:region) || ':redshift:' || coalesce(nullif(:item ->> '$.SourceRegion', ''), :region) || ':' ||
    owner || ':cluster:' || (:item ->> '$.ClusterIdentifier'),
  case when :item ->> '$.SnapshotIdentifier' like 'awsbackup:%' then 'awsbackup'
    when :item ->> '$.SourceRegion' <> '' then 'copy'
    when :item ->> '$.SnapshotType' = 'automated' then 'automated' else 'manual' end,
  :item ->> '$.Status', utc(:item ->> '$.SnapshotCreateTime'), :item ->> '$.Encrypted', :item ->> '$.KmsKeyId',
  cast((:item ->> '$.TotalBackupSizeInMegaBytes') * 1048576 as integer)
from (select coalesce(:item ->> '$.OwnerAccount', :account) as owner);
