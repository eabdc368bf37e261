-- call: backup.list-recovery-points-by-resource
-- items: /RecoveryPoints
-- scope: region
-- required: /RecoveryPointArn /Status
-- times: /CreationDate
-- not-configured: ResourceNotFoundException
-- The resource is known only where NAME is its ARN. Encryption, lifecycle and plan are not told.
insert into recovery_point(source_id, pointer, arn, vault_arn, vault_name, account, region, vault_type,
  resource_arn, resource_type, status, created_at, bytes, key_arn, is_parent, parent_arn)
select :source, :pointer, :item ->> '$.RecoveryPointArn',
  'arn:' || partition(:region) || ':backup:' || :region || ':' || :account || ':backup-vault:' ||
    coalesce(:item ->> '$.BackupVaultName', ''),
  coalesce(:item ->> '$.BackupVaultName', ''), :account, :region, :item ->> '$.VaultType',
  case when :name like 'arn:%' then :name else '' end, '', :item ->> '$.Status',
  utc(:item ->> '$.CreationDate'), :item ->> '$.BackupSizeBytes', :item ->> '$.EncryptionKeyArn',
  :item ->> '$.IsParent', :item ->> '$.ParentRecoveryPointArn';
