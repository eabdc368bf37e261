-- What a name may mean: what the inventory knows, what a rule judges and what the bill
-- charges for. A name matches whole: an ARN, an id or name, or the id an ARN ends with;
-- * and ? stand for what they stand for in policies.
with thing(resource, type, name) as (
  select arn, type, name from known_resource
  union
  select resource, null, null from finding where resource not in (select arn from known_resource)
  union
  select coalesce(resource_arn, resource), null, null from bill_line
   where coalesce(resource_arn, resource) <> ''
     and coalesce(resource_arn, resource) not in (select arn from known_resource)
)
select resource, max(type) as type
  from thing
 where :name <> ''
   and (arn_like(:name, resource) or arn_like(:name, name)
        or arn_like(:name, replace(resource, rtrim(resource, replace(resource, '/', '')), ''))
        or arn_like(:name, replace(resource, rtrim(resource, replace(resource, ':', '')), '')))
 group by resource
 order by resource;
