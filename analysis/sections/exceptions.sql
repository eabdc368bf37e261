-- Each exception with its status, how many findings it matches, and, for one of the five
-- fallbacks, what the evidence itself shows to stand in for the rule: a verdict of its
-- own, never a pass.
with matched as (
  select distinct x.id, x.path, f.resource, f.account, f.region, f.exception = x.id as laid
    from exception x
    join finding f on f.rule = x.rule and arn_like(x.pattern, f.resource)
),
judged as (
  select m.id, m.resource,
         case m.path
           when 'cross_region_not_feasible' then exists (
             select 1 from point p where p.root_arn = m.resource and p.live = 1
                and (p.account <> m.account or (p.kind = 'replication' and p.region <> m.region)))
           when 'aws_backup_unavailable' then exists (
             select 1 from resource_state s where s.arn = m.resource and s.state = 'protected_elsewhere')
           when 'rto_rpo_unmet' then exists (
             select 1 from known_resource r join rpo p on p.arn = r.arn
              where 'tier:' || r.tier = m.resource and p.achieved is not null)
           when 'dr_test_not_possible' then exists (
             select 1 from restore r join known_resource k on k.arn = r.arn
              where r.status = 'COMPLETED' and m.resource in ('type:' || r.type, 'application:' || k.application))
           when 'encryption_not_possible' then exists (
             select 1 from recovery_point p join backup_vault v on v.arn = p.vault_arn
              where p.arn = m.resource and v.locked = 1)
         end as shown,
         case m.path
           when 'cross_region_not_feasible' then 'a copy in another account, or replication to another Region'
           when 'aws_backup_unavailable' then 'fresh protection by another service'
           when 'rto_rpo_unmet' then 'a measured RPO beside the target'
           when 'dr_test_not_possible' then 'a completed restore of the type or application'
           when 'encryption_not_possible' then 'a locked vault'
         end as what
    from matched m
   where m.laid and m.path is not null
),
-- The verdict of the path over all that the exception is laid over.
fallback as (
  select id, case sum(shown) when count(*) then 'compensated' when 0 then 'not_shown'
                             else 'partly_shown' end as verdict,
         what || case when sum(shown) = count(*) then ' is shown'
                      when sum(shown) = 0 then ' is not shown'
                      else ' is shown for ' || sum(shown) || ' of ' || count(*) end as reason
    from judged
   group by id
)
select x.id, x.rule, x.path, x.kind, x.status,
       (select count(*) from matched m where m.id = x.id) as matches,
       x.approved_on, x.expires_on, x.reason, x.owner, x.approver,
       x.controls as compensating_controls_json, x.evidence as evidence_json,
       x.altered as altered_evidence, f.verdict as fallback, f.reason as fallback_reason,
       (select json_group_array(json_object('resource', j.resource,
                                            'verdict', iif(j.shown, 'compensated', 'not_shown'),
                                            'reason', what || iif(j.shown, ' is shown', ' is not shown')))
          from (select * from judged where id = x.id order by resource) j) as compensation_json
  from exception x left join fallback f on f.id = x.id
 group by x.id
 order by x.id;
