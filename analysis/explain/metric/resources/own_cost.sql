-- what: the lines of the resource and its parts that are not disaster recovery
select l.cost_id, l.cost as part
  from bill_line l join known_resource k on k.arn = l.resource_arn
 where l.month = (select month from run) and l.source_arn = :resource
   and l.how = 'direct' and k.role <> 'replica' and l.mechanism is null
