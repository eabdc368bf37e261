-- Every resource in scope: what state it is in, what it costs, what was measured.
select s.arn as resource, k.type, k.account, k.region, k.tier, k.application, s.state,
       case when run.currency is not null then money(coalesce(c.dr_cost, '0')) end as dr_cost,
       money(c.own_cost) as own_cost, p.target as rpo_target, p.achieved as rpo_achieved,
       t.rto as rto_target,
       (select max(r.seconds) from restore as r where r.arn = s.arn) as rto_shown,
       (select count(*) from restore as r where r.arn = s.arn and r.status = 'COMPLETED')
         as restores,
       k.name, s.reason, s.newest_point_at
from resource_state as s
join known_resource as k on k.arn = s.arn
left join resource_cost as c on c.arn = s.arn
left join rpo as p on p.arn = s.arn
left join tier as t on t.id = k.tier, run
order by s.arn;
