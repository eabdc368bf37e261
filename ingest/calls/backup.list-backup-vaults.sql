-- call: backup.list-backup-vaults
-- items: /BackupVaultList
-- scope: region
-- required: /BackupVaultName /BackupVaultArn
-- times: /LockDate
-- arn: /BackupVaultArn
insert into backup_vault(source_id, pointer, arn, name, account, region, type, key_arn, key_type, locked,
  min_retention_days, max_retention_days, lock_date, n_recovery_points)
select :source, :pointer, :item ->> '$.BackupVaultArn', :item ->> '$.BackupVaultName', :account, :region,
  coalesce(:item ->> '$.VaultType', 'BACKUP_VAULT'), :item ->> '$.EncryptionKeyArn',
  :item ->> '$.EncryptionKeyType', :item ->> '$.Locked', :item ->> '$.MinRetentionDays',
  :item ->> '$.MaxRetentionDays', utc(:item ->> '$.LockDate'), :item ->> '$.NumberOfRecoveryPoints';
