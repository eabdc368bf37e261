-- call: dynamodb.list-backups
-- items: /BackupSummaries
-- scope: region
-- required: /TableArn /BackupArn /BackupStatus
-- times: /BackupCreationDateTime
-- arn: /TableArn
-- DynamoDB's own on-demand backups, which it lists beside those that AWS Backup asked for.
insert into snapshot(source_id, pointer, arn, id, kind, account, region, resource_arn, origin, state, created_at, bytes)
select :source, :pointer, :item ->> '$.BackupArn', coalesce(:item ->> '$.BackupName', ''), 'dynamodb', :account, :region,
  :item ->> '$.TableArn',
  case :item ->> '$.BackupType' when 'AWS_BACKUP' then 'awsbackup' when 'SYSTEM' then 'automated' else 'manual' end,
  :item ->> '$.BackupStatus', utc(:item ->> '$.BackupCreationDateTime'), :item ->> '$.BackupSizeBytes';
