-- id: BACKUP_COMPLIANCE
-- title: Backup activity is logged and reported for audit
-- severity: medium
-- why: An auditor asks who changed a backup and when; the trail has to have been on before.
-- needs: cloudtrail.describe-trails cloudtrail.get-trail-status backup.list-frameworks backup.list-
--    report-plans
-- scan: yes
-- remediation: Turn on a multi-Region trail, a Backup Audit Manager framework and a report plan.
-- status: placeholder
select 'account:' || account || '/' || region as resource, account, region, null as tier,
       'insufficient_data' as verdict, 'not evaluated yet' as reason, null as source_id, null as pointer
  from inventory_scope where region <> 'global';
