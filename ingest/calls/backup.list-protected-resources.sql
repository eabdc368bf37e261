-- call: backup.list-protected-resources backup.list-protected-resources-by-backup-vault
-- items: /Results
-- scope: region
-- required: /ResourceArn
-- times: /LastBackupTime
insert into protected_resource(source_id, pointer, arn, type, account, region, last_backup_at)
select :source, :pointer, :item ->> '$.ResourceArn', coalesce(:item ->> '$.ResourceType', ''), :account, :region,
  utc(:item ->> '$.LastBackupTime');
