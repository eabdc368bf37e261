-- Resources in scope that no line of the month's bill names: their cost is unknown.
select s.arn as resource, k.type, k.account, k.region
from resource_state as s
join known_resource as k on k.arn = s.arn
left join resource_cost as c on c.arn = s.arn
where c.own_cost is null and exists (select 1 from run where currency is not null)
order by s.arn;
