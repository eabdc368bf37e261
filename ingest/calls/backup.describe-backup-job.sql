-- call: backup.describe-backup-job
-- scope: region
-- required: /BackupJobId /ResourceArn /State
-- times: /CreationDate /CompletionDate
-- arn: /BackupVaultArn
-- name: /BackupJobId
-- key: BackupJobId
-- not-configured: ResourceNotFoundException
insert into backup_job(source_id, pointer, id, account, region, resource_arn, resource_type, vault_arn,
  recovery_point_arn, state, message, message_category, created_at, completed_at, bytes, plan_id,
  plan_rule_id, is_parent, parent_job_id, delete_after_days)
select :source, :pointer, :item ->> '$.BackupJobId', coalesce(:item ->> '$.AccountId', :account), :region,
  :item ->> '$.ResourceArn', coalesce(:item ->> '$.ResourceType', ''), :item ->> '$.BackupVaultArn',
  :item ->> '$.RecoveryPointArn', :item ->> '$.State', :item ->> '$.StatusMessage',
  :item ->> '$.MessageCategory', utc(:item ->> '$.CreationDate'), utc(:item ->> '$.CompletionDate'),
  :item ->> '$.BackupSizeInBytes', :item ->> '$.CreatedBy.BackupPlanId',
  :item ->> '$.CreatedBy.BackupRuleId', :item ->> '$.IsParent', :item ->> '$.ParentJobId',
  nullif(:item ->> '$.RecoveryPointLifecycle.DeleteAfterDays', -1);
