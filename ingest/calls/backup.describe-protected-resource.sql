-- call: backup.describe-protected-resource
-- scope: region
-- required: /ResourceArn
-- times: /LastBackupTime
-- name: /ResourceArn
-- key: LastBackupTime
-- not-configured: ResourceNotFoundException
-- keep: document
insert into protected_resource(source_id, pointer, arn, type, account, region, last_backup_at)
select :source, :pointer, :item ->> '$.ResourceArn', coalesce(:item ->> '$.ResourceType', ''), :account, :region,
  utc(:item ->> '$.LastBackupTime');
