-- call: backup.list-backup-plans
-- items: /BackupPlansList
-- scope: region
-- required: /BackupPlanId /BackupPlanArn /BackupPlanName
-- times: /DeletionDate
-- arn: /BackupPlanArn
insert into backup_plan(source_id, pointer, id, arn, name, account, region, deleted_at, detail)
select :source, :pointer, :item ->> '$.BackupPlanId', :item ->> '$.BackupPlanArn',
  :item ->> '$.BackupPlanName', :account, :region, utc(:item ->> '$.DeletionDate'), 0;
