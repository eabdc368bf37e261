-- call: backup.list-copy-jobs
-- items: /CopyJobs
-- scope: region
-- required: /CopyJobId /ResourceArn /State /CreationDate
-- times: /CreationDate /CompletionDate
-- arn: /SourceBackupVaultArn
insert into copy_job(source_id, pointer, id, account, region, resource_arn, resource_type, source_vault_arn,
  source_recovery_point_arn, destination_vault_arn, destination_recovery_point_arn, state, message,
  created_at, completed_at, bytes, plan_id, plan_rule_id)
select :source, :pointer, j ->> '$.CopyJobId', coalesce(j ->> '$.AccountId', :account), :region,
  j ->> '$.ResourceArn', coalesce(j ->> '$.ResourceType', ''), j ->> '$.SourceBackupVaultArn',
  j ->> '$.SourceRecoveryPointArn', j ->> '$.DestinationBackupVaultArn',
  j ->> '$.DestinationRecoveryPointArn', j ->> '$.State', j ->> '$.StatusMessage',
  utc(j ->> '$.CreationDate'), utc(j ->> '$.CompletionDate'), j ->> '$.BackupSizeInBytes',
  j ->> '$.CreatedBy.BackupPlanId', j ->> '$.CreatedBy.BackupRuleId'
from (select :item as j);
