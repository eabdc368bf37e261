-- id: BACKUP_TESTING
-- title: Restores are proven for every type of resource
-- severity: critical
-- why: A backup that was never restored is a hope.
-- needs: inventory backup.list-restore-jobs backup.list-restore-testing-plans
-- scan: yes
-- remediation: Add the type to a restore testing plan with a validation.
-- status: placeholder
select 'type:' || type as resource, null as account, null as region, null as tier,
       'insufficient_data' as verdict, 'not evaluated yet' as reason, null as source_id, null as pointer
  from known_resource where in_scope = 1 group by type;
