-- Which calls of the inventory are loaded, and for which accounts and regions.

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
