-- call: rds.describe-db-snapshots
-- items: /DBSnapshots
-- scope: region
-- required: /DBSnapshotIdentifier /DBInstanceIdentifier /Status
-- times: /SnapshotCreateTime
-- arn: /DBSnapshotArn
insert into snapshot(source_id, pointer, arn, id, kind, account, region, resource_arn, origin, state, created_at,
  encrypted, key_arn, bytes, copy_of_arn)
select :source, :pointer, coalesce(:item ->> '$.DBSnapshotArn', 'arn:' || partition(:region) || ':rds:' || :region || ':' || :account ||
    ':snapshot:' || (:item ->> '$.DBSnapshotIdentifier')), :item ->> '$.DBSnapshotIdentifier', 'rds', :account,
  :region, 'arn:' || partition(:region) || ':rds:' || :region || ':' || :account || ':db:' ||
    (:item ->> '$.DBInstanceIdentifier'),
  case when :item ->> '$.SnapshotType' in ('automated', 'awsbackup') then :item ->> '$.SnapshotType'
    when copied <> '' then 'copy' else 'manual' end,
  :item ->> '$.Status', utc(:item ->> '$.SnapshotCreateTime'), :item ->> '$.Encrypted', :item ->> '$.KmsKeyId',
  (:item ->> '$.AllocatedStorage') * 1073741824,
  case when copied like 'arn:%' then copied
    when copied <> '' then 'arn:' || partition(:region) || ':rds:' ||
      coalesce(nullif(:item ->> '$.SourceRegion', ''), :region) || ':' || :account || ':snapshot:' || copied end
from (select :item ->> '$.SourceDBSnapshotIdentifier' as copied);
