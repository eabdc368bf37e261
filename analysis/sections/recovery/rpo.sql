-- The worst gap between recovery points of the month beside the target of the tier.
select t.id as tier, t.rpo as target, count(r.arn) as resources,
       coalesce(sum(r.achieved <= t.rpo), 0) as met, coalesce(sum(r.achieved > t.rpo), 0) as breached,
       count(r.arn) - coalesce(sum(r.achieved <= t.rpo), 0)
         - coalesce(sum(r.achieved > t.rpo), 0) as unknown,
       max(r.achieved) as worst
from tier as t
left join (select k.tier, r.arn, r.achieved
           from rpo as r join known_resource as k on k.arn = r.arn) as r on r.tier = t.id
group by t.id
order by t.id;
