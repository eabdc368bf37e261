-- id: ROUTE53_HEALTH_CHECKS
-- title: Failover records are driven by live health checks
-- severity: high
-- why: A failover record without a health check never fails over; a disabled check counts as
--    healthy for ever.
-- needs: route53.list-hosted-zones route53.list-resource-record-sets route53.list-health-checks
-- param: max_evidence_age_days integer 92  Age of the account's newest evidence beyond which nothing passes.
-- scan: yes
-- remediation: Add a secondary record and an enabled health check to the primary one.
with record as (
  select rtrim(json_extract(r.value, '$.Name'), '.') || '/' || json_extract(r.value, '$.Type') as name, a.account, a.item as zone,
         json_extract(r.value, '$.Failover') as failover,
         json_extract(r.value, '$.HealthCheckId') as check_id,
         json_extract(r.value, '$.AliasTarget.EvaluateTargetHealth') as evaluates,
         a.source_id, a.pointer || '/ResourceRecordSets/' || r.key as pointer
    from answer_page a join json_each(a.page, '$.ResourceRecordSets') r
   where a.call = 'route53.list-resource-record-sets' and json_extract(r.value, '$.Failover') is not null
),
health_check as (
  select a.account, json_extract(h.value, '$.Id') as id,
         max(coalesce(json_extract(h.value, '$.HealthCheckConfig.Disabled'), 0)) as disabled,
         max(json_extract(h.value, '$.HealthCheckConfig.Type')) as type,
         max(json_extract(h.value, '$.HealthCheckConfig.HealthThreshold')) as threshold,
         max(json_extract(h.value, '$.HealthCheckConfig.ChildHealthChecks')) as children
    from answer_page a join json_each(a.page, '$.HealthChecks') h
   where a.call = 'route53.list-health-checks'
   group by a.account, json_extract(h.value, '$.Id')
),
-- A calculated check that asks for no healthy child, or whose enabled children are too few
-- to ever turn it, is always healthy: a disabled child counts as a healthy one.
blind as (
  select h.account, h.id
    from health_check h
   where h.type = 'CALCULATED'
     and (coalesce(h.threshold, 0) <= 0
          or (select count(*) from json_each(h.children) c
               join health_check o on o.account = h.account and o.id = c.value and o.disabled = 1) >= h.threshold)
),
pair as (
  select r.name, r.account, r.zone,
         sum(r.failover = 'PRIMARY') as n_primary, sum(r.failover = 'SECONDARY') as n_secondary,
         max(iif(r.failover = 'PRIMARY', r.check_id, null)) as check_id,
         max(iif(r.failover = 'PRIMARY', r.evaluates, null)) as evaluates,
         min(r.source_id) as source_id, min(r.pointer) as pointer
    from record r
   group by r.account, r.zone, r.name
),
judged as (
  select p.*, h.id as known_check, h.disabled,
         exists (select 1 from blind b where b.account = h.account and b.id = h.id) as blind,
         exists (select 1 from call_state c where c.call = 'route53.list-health-checks' and c.account = p.account
                    and c.status in ('ok', 'empty', 'not_configured')) as checks_seen,
         exists (select 1 from call_state c where c.call = 'route53.list-resource-record-sets' and c.account = p.account
                    and c.item = p.zone and c.status not in ('ok', 'empty', 'not_configured')) as cut_short
    from pair p
    left join health_check h on h.account = p.account and h.id = p.check_id
)
select 'record:' || name as resource, account, null as region, null as tier,
       case
         when cut_short and (n_primary = 0 or n_secondary = 0) then 'insufficient_data'
         when n_primary = 0 or n_secondary = 0 then 'fail'
         when evaluates = 1 then 'pass'
         when check_id is null then 'fail'
         when known_check is null then iif(checks_seen, 'fail', 'insufficient_data')
         when disabled = 1 or blind then 'fail'
         else 'pass'
       end as verdict,
       case
         when cut_short and (n_primary = 0 or n_secondary = 0) then 'the records of its zone were cut short'
         when n_secondary = 0 then 'it has no secondary record'
         when n_primary = 0 then 'it has no primary record'
         when evaluates = 1 then 'the primary alias evaluates the health of its target'
         when check_id is null then 'the primary record has no health check'
         when known_check is null and checks_seen then 'its health check ' || check_id || ' does not exist'
         when known_check is null then 'health checks were not exported'
         when disabled = 1 then 'its health check is disabled, which counts as healthy for ever'
         when blind then 'its calculated health check can never turn unhealthy'
         else 'the primary record follows health check ' || check_id
       end as reason,
       source_id, pointer
  from judged;
