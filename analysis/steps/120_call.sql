-- Which calls of the inventory are loaded, for which accounts and regions, and what they
-- answered where that was kept whole.

create temp table call_state as
select account, region, call, coalesce(item, '') as item, status, id as source_id
from source
where call is not null and account is not null and region is not null
  and status <> 'left_alone';
create index temp.call_state_call on call_state(call, account, region);

create temp table inventory_scope as
select account, region from call_state
union
select account, 'global' from call_state;

-- The pages of what was kept whole.
create temp view answer_page as
select d.call, d.account, d.region, d.item, d.source_id, p.value as page,
       d.pointer || case json_type(d.body) when 'array' then '/' || p.key else '' end as pointer
from document as d,
     json_each(case json_type(d.body) when 'array' then d.body else json_array(json(d.body)) end) as p
where json_valid(d.body);
