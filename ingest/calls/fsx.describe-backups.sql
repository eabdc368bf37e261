-- call: fsx.describe-backups
-- items: /Backups
-- scope: region
-- required: /BackupId /ResourceARN /Lifecycle /Type
-- times: /CreationTime
-- arn: /ResourceARN
insert into snapshot(source_id, pointer, arn, id, kind, account, region, resource_arn, origin, state, created_at,
  encrypted, key_arn, copy_of_arn)
select :source, :pointer, :item ->> '$.ResourceARN', :item ->> '$.BackupId', 'fsx', :account, :region,
  coalesce(:item ->> '$.Volume.ResourceARN', :item ->> '$.FileSystem.ResourceARN'),
  case :item ->> '$.Type' when 'AWS_BACKUP' then 'awsbackup' when 'AUTOMATIC' then 'automated'
    else case when :item ->> '$.SourceBackupId' <> '' then 'copy' else 'manual' end end,
  :item ->> '$.Lifecycle', utc(:item ->> '$.CreationTime'), :item ->> '$.KmsKeyId' is not null,
  :item ->> '$.KmsKeyId',
  'arn:' || partition(:item ->> '$.SourceBackupRegion') || ':fsx:' || (:item ->> '$.SourceBackupRegion') || ':' ||
    :account || ':backup/' || (:item ->> '$.SourceBackupId');
