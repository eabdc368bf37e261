-- What a resource costs by itself and what its disaster recovery costs, parts and copies
-- with their root; but a copy's own running is no cost of its source.
create temp table resource_cost as
select b.source_arn as arn,
  iif(sum(own), dec_sum(iif(own and b.mechanism is null, b.cost, null)), null) as own_cost,
  dec_sum(iif(b.mechanism is not null, b.cost, null)) as dr_cost
from (
  select l.*, l.how = 'direct' and k.role <> 'replica' as own
  from bill_line l join known_resource k on k.arn = coalesce(l.resource_arn, '')
  where l.month = (select month from run) and l.how = 'direct'
  union all
  select l.*, 0 from bill_line l
  where l.month = (select month from run) and l.how = 'lineage') b
where b.source_arn is not null
group by b.source_arn;
create unique index temp.resource_cost_arn on resource_cost(arn);
