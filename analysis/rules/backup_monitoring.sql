-- id: BACKUP_MONITORING
-- title: Backup failures reach a person
-- severity: high
-- why: A backup that fails silently is noticed at the restore.
-- needs: backup.list-backup-vaults backup.get-backup-vault-notifications events.list-rules
--    events.list-targets-by-rule cloudwatch.describe-alarms sns.list-subscriptions
-- scan: yes
-- remediation: Route failed backup, copy and restore jobs of the vault to a confirmed subscription.
-- status: placeholder
select arn as resource, account, region, null as tier,
       'insufficient_data' as verdict, 'not evaluated yet' as reason, source_id, pointer
  from backup_vault;
