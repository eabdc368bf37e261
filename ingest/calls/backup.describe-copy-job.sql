-- call: backup.describe-copy-job
-- scope: region
-- required: /CopyJob/CopyJobId /CopyJob/ResourceArn /CopyJob/State
-- times: /CopyJob/CreationDate /CopyJob/CompletionDate
-- arn: /CopyJob/SourceBackupVaultArn
-- name: /CopyJob/CopyJobId
-- key: CopyJob
-- not-configured: ResourceNotFoundException
insert into copy_job(source_id, pointer, id, account, region, resource_arn, resource_type, source_vault_arn,
  source_recovery_point_arn, destination_vault_arn, destination_recovery_point_arn, state, message,
  created_at, completed_at, bytes, plan_id, plan_rule_id)
select :source, :pointer, j ->> '$.CopyJobId', coalesce(j ->> '$.AccountId', :account), :region,
  j ->> '$.ResourceArn', coalesce(j ->> '$.ResourceType', ''), j ->> '$.SourceBackupVaultArn',
  j ->> '$.SourceRecoveryPointArn', j ->> '$.DestinationBackupVaultArn',
  j ->> '$.DestinationRecoveryPointArn', j ->> '$.State', j ->> '$.StatusMessage',
  utc(j ->> '$.CreationDate'), utc(j ->> '$.CompletionDate'), j ->> '$.BackupSizeInBytes',
  j ->> '$.CreatedBy.BackupPlanId', j ->> '$.CreatedBy.BackupRuleId'
from (select :item -> '$.CopyJob' as j);
