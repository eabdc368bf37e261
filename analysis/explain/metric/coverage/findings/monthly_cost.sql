-- what: what the judged thing costs by itself; what is no resource in scope, its own lines
select l.cost_id, l.cost as part
  from bill_line l join known_resource k on k.arn = l.resource_arn
 where l.month = (select month from run) and l.source_arn = :resource
   and l.how = 'direct' and k.role <> 'replica' and l.mechanism is null
union all
select cost_id, cost from bill_line
 where month = (select month from run) and coalesce(resource_arn, resource) = :resource
   and :resource not in (select arn from resource_cost)
