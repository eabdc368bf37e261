-- id: USE_BACKUP_VAULT
-- title: Recovery points lie in vaults whose deletion is controlled
-- severity: high
-- why: Whoever can delete the data can delete its backups, unless the vault says no.
-- needs: backup.list-backup-vaults backup.get-backup-vault-access-policy
-- scan: yes
-- remediation: Keep points in a dedicated vault with a lock or a policy that denies their deletion.
-- status: placeholder
select arn as resource, account, region, null as tier,
       'insufficient_data' as verdict, 'not evaluated yet' as reason, source_id, pointer
  from backup_vault;
