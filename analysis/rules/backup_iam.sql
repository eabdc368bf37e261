-- id: BACKUP_IAM
-- title: Backup roles work and have no more rights than they need
-- severity: high
-- why: A role without permission makes jobs fail; one with all of them is a way to delete every
--    backup.
-- needs: iam.get-account-authorization-details backup.list-backup-plans backup.list-backup-selections
--    backup.get-backup-selection
-- scan: yes
-- remediation: Give the role of each selection the AWS managed policies of AWS Backup, and take away
--    administrator rights.
-- status: placeholder
select role_arn as resource, account, null as region, null as tier,
       'insufficient_data' as verdict, 'not evaluated yet' as reason, source_id, pointer
  from backup_selection where role_arn is not null;
