insert into backup_vault(source_id, pointer, arn, name, account, region, type, locked, lock_date, n_recovery_points) values
  (1, '', 'arn:1-governance', 'v1', '1', 'eu-west-1', 'BACKUP_VAULT', 1, null, 5),
  (1, '', 'arn:2-immutable', 'v2', '1', 'eu-west-1', 'BACKUP_VAULT', 1, '2024-01-01T00:00:00Z', 5),
  (1, '', 'arn:3-denies', 'v3', '1', 'eu-west-1', 'BACKUP_VAULT', 0, null, 5),
  (1, '', 'arn:4-plain', 'Default', '1', 'eu-west-1', 'BACKUP_VAULT', 0, null, 5),
  (1, '', 'arn:5-unused', 'v5', '1', 'eu-west-1', 'BACKUP_VAULT', 0, null, 0),
  (1, '', 'arn:6-open', 'v6', '1', 'eu-west-1', 'BACKUP_VAULT', 1, null, 5),
  (1, '', 'arn:7-policy-unseen', 'v7', '1', 'eu-west-1', 'BACKUP_VAULT', 0, null, 5),
  (1, '', 'arn:8-denies-one-of-three', 'v8', '1', 'eu-west-1', 'BACKUP_VAULT', 0, null, 5),
  (1, '', 'arn:9-air-gapped', 'v9', '1', 'eu-west-1', 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT', null, null, 5),
  (1, '', 'arn:A-targeted', 'vA', '1', 'eu-west-1', 'BACKUP_VAULT', 0, null, 0),
  (1, '', 'arn:B-denies-all', 'vB', '1', 'eu-west-1', 'BACKUP_VAULT', 0, null, 5),
  (1, '', 'arn:C-under-a-condition', 'vC', '1', 'eu-west-1', 'BACKUP_VAULT', 0, null, 5);
insert into backup_plan_rule(source_id, pointer, plan_id, account, region, rule_id, name, vault_name) values (1, '', 'P', '1', 'eu-west-1', 'r', 'r', 'vA');
insert into call_state(account, region, call, item, status)
  select account, region, 'backup.get-backup-vault-access-policy', name, 'not_configured' from backup_vault where name <> 'v7';
insert into document(source_id, pointer, account, region, call, item, body)
  select 2, '', '1', 'eu-west-1', 'backup.get-backup-vault-access-policy', key, json_object('Policy', json_object('Statement', json(value))) from json_each('{
    "v3": [{"Effect":"Deny","Principal":"*","Action":["backup:DeleteRecoveryPoint","backup:UpdateRecoveryPointLifecycle","backup:PutBackupVaultAccessPolicy"],"Resource":"*"}],
    "v6": {"Effect":"Allow","Principal":{"AWS":"*"},"Action":"backup:CopyIntoBackupVault","Resource":"*"},
    "v8": [{"Effect":"Deny","Principal":"*","Action":"backup:DeleteRecoveryPoint","Resource":"*"}],
    "vB": ["odd", {"Effect":"Deny","Principal":{"AWS":"*"},"Action":"backup:*","Resource":"*"}],
    "vC": [{"Effect":"Deny","Principal":"*","Action":"backup:*","Resource":"*","Condition":{"ArnNotLike":{"aws:PrincipalArn":"x"}}}]}');
insert into backup_vault(source_id, pointer, arn, name, account, region, type, locked, n_recovery_points)
  values (1, '', 'arn:Z-restore-access', 'Z', '1', 'eu-west-1', 'RESTORE_ACCESS_BACKUP_VAULT', null, 5);
insert into backup_vault(source_id, pointer, arn, name, account, region, type, locked, lock_date, n_recovery_points) values
  (1, '', 'arn:D-cooling-off', 'vD', '1', 'eu-west-1', 'BACKUP_VAULT', 1, '2024-10-03T00:00:00Z', 5),
  (1, '', 'arn:E-lock-not-said', 'vE', '1', 'eu-west-1', 'BACKUP_VAULT', null, null, 5);
insert into call_state(account, region, call, item, status) values ('1', 'eu-west-1', 'backup.get-backup-vault-access-policy', 'vE', 'not_configured');
