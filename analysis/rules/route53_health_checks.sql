-- id: ROUTE53_HEALTH_CHECKS
-- title: Failover records are driven by live health checks
-- severity: high
-- why: A failover record without a health check never fails over.
-- needs: route53.list-hosted-zones route53.list-resource-record-sets route53.list-health-checks
-- scan: yes
-- remediation: Add a secondary record and an enabled health check to the primary one.
-- status: placeholder
select 'account:' || account as resource, account, null as region, null as tier,
       'insufficient_data' as verdict, 'not evaluated yet' as reason, null as source_id, null as pointer
  from inventory_scope where region = 'global';
