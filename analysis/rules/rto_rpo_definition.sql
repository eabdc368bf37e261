-- id: RTO_RPO_DEFINITION
-- title: Every tier states its RTO and RPO, and measurement meets them
-- severity: critical
-- why: An objective that nobody wrote down cannot be met, and one that nobody measured may not be.
-- needs: inventory backup.list-restore-jobs
-- scan: yes
-- remediation: State rto and rpo for the tier in the policy, and test restores until both are measured.
-- status: placeholder
select 'tier:' || id as resource, null as account, null as region, id as tier,
       'insufficient_data' as verdict, 'not evaluated yet' as reason, null as source_id, null as pointer
  from tier where exists (select 1 from inventory_scope);
