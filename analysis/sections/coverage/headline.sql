-- object
-- How much of what is in scope is protected, by count and by what it costs.
with weighed as (
  select s.arn, s.state in ('protected', 'protected_elsewhere') as is_protected, c.own_cost
  from resource_state as s left join resource_cost as c on c.arn = s.arn),
total as (
  select count(*) as in_scope, coalesce(sum(is_protected), 0) as protected,
         dec_sum(own_cost) as cost,
         dec_sum(case when is_protected then own_cost end) as protected_cost,
         dec_sum(case when not is_protected then own_cost end) as at_risk,
         count(*) - count(own_cost) as cost_unknown
  from weighed)
select t.in_scope, t.protected,
       case when t.in_scope > 0 then ratio(t.protected, t.in_scope) end as by_count,
       case when t.in_scope > t.cost_unknown then ratio(t.protected_cost, t.cost) end as by_cost,
       case when t.in_scope > t.cost_unknown then money(t.at_risk) end as spend_at_risk,
       t.cost_unknown,
       case when exists (select 1 from call_gap where states)
              or not exists (select 1 from inventory_scope) then 'false' else 'true' end
         as complete_json,
       (select json_group_array(name)
        from (select account || '/' || region || '/' || call as name
              from call_gap where states order by name)) as missing_json
from total as t;
