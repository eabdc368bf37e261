-- call: backup.describe-recovery-point
-- scope: region
-- required: /RecoveryPointArn /ResourceArn /Status
-- times: /CreationDate /CompletionDate /CalculatedLifecycle/DeleteAt /CalculatedLifecycle/MoveToColdStorageAt
-- arn: /BackupVaultArn
-- name: /RecoveryPointArn
-- key: StorageClass
-- not-configured: ResourceNotFoundException
insert into recovery_point(source_id, pointer, arn, vault_arn, vault_name, account, region, vault_type,
  source_vault_arn, resource_arn, resource_type, status, created_at, completed_at, bytes, encrypted, key_arn,
  delete_after_days, cold_after_days, delete_at, cold_at, delete_after_event, plan_id, plan_rule_id,
  plan_rule_name, is_parent, parent_arn, storage_class, last_restore_at)
select :source, :pointer, :item ->> '$.RecoveryPointArn',
  coalesce(:item ->> '$.BackupVaultArn',
    'arn:' || partition(:region) || ':backup:' || :region || ':' || :account || ':backup-vault:' || vault),
  vault, :account, :region, :item ->> '$.VaultType',
  :item ->> '$.SourceBackupVaultArn', :item ->> '$.ResourceArn', coalesce(:item ->> '$.ResourceType', ''),
  :item ->> '$.Status', utc(:item ->> '$.CreationDate'), utc(:item ->> '$.CompletionDate'),
  :item ->> '$.BackupSizeInBytes', :item ->> '$.IsEncrypted', :item ->> '$.EncryptionKeyArn',
  nullif(:item ->> '$.Lifecycle.DeleteAfterDays', -1),
  nullif(:item ->> '$.Lifecycle.MoveToColdStorageAfterDays', -1),
  utc(:item ->> '$.CalculatedLifecycle.DeleteAt'),
  utc(:item ->> '$.CalculatedLifecycle.MoveToColdStorageAt'),
  :item ->> '$.Lifecycle.DeleteAfterEvent', :item ->> '$.CreatedBy.BackupPlanId',
  :item ->> '$.CreatedBy.BackupRuleId', :item ->> '$.CreatedBy.BackupRuleName',
  :item ->> '$.IsParent', :item ->> '$.ParentRecoveryPointArn', :item ->> '$.StorageClass',
  utc(:item ->> '$.LastRestoreTime')
from (select coalesce(:item ->> '$.BackupVaultName',
        substr(:item ->> '$.BackupVaultArn', instr(:item ->> '$.BackupVaultArn', ':backup-vault:') + 14), '') as vault);
