-- Which calls of the minimum set an account and region of the inventory lacks.
--
-- A call is there when its answer was read: with content, an empty list or "not
-- configured". Denied, failed, truncated and never made are gaps alike.

create temp table call_answered as
select distinct account, region, call, item
from call_state
where status in ('ok', 'empty', 'not_configured');
create index temp.call_answered_call on call_answered(call, account, region, item);

create temp table call_unanswered as
select distinct account, region, call, item
from call_state
where status not in ('ok', 'empty', 'not_configured', 'left_alone');
create index temp.call_unanswered_call on call_unanswered(call, account, region, item);

-- Places of the inventory, and of resources that only another place's files tell of.
create temp table evidence_place as
select account, region from inventory_scope where region <> 'global'
union
select account, region from known_resource
where in_scope = 1 and account <> '' and region not in ('', 'global');

create temp table evidence_account as
select account from inventory_scope union select account from evidence_place;

-- Types that not everybody uses are asked for where there is a sign of them: a call for
-- them anywhere in the inventory, their product in the account's bill, their points.
create temp table type_sign as
select null as account, 'call' as what, call as name from call_state
union select account, 'product', product_code from bill_line
union select account, 'point', resource_type from recovery_point
union select account, 'snapshot', kind from snapshot;

create temp table type_seen as
select distinct p.account, p.region, t.type
from evidence_place as p, resource_type as t
where t.always or exists (
  select 1 from type_sign as s
  where (s.account is null or s.account = p.account)
    and case s.what when 'point' then s.name = t.type
        else instr(' ' || case s.what when 'call' then t.calls when 'product' then t.products
                          else t.snapshot_kinds end || ' ', ' ' || s.name || ' ') > 0 end);

-- Lists of words, as one row each.
create temp table type_call as
select t.type, w.value as call
from resource_type as t, json_each('["' || replace(calls, ' ', '","') || '"]') as w;

create temp table type_point_call as
select t.type, w.value as call
from resource_type as t, json_each('["' || replace(point_calls, ' ', '","') || '"]') as w
where point_calls <> '';

create temp table needed_call(
  account text, region text, call text, item text, states integer);

insert into needed_call
select p.account, p.region, c.call, null, c.states
from evidence_place as p, inventory_call as c
where c.scope = 'region' and c.per = ''
union all
select a.account, 'global', c.call, null, c.states
from evidence_account as a, inventory_call as c
where c.scope = 'account' and c.per = ''
union all
select s.account, s.region, c.call, null, 1
from type_seen as s
join resource_type as t on t.type = s.type and not t.always
join type_call as c on c.type = s.type
union all
-- Where they have such a resource, the call that tells of its snapshots.
select distinct k.account, k.region, c.call, null, 1
from known_resource as k
join resource_type as t on t.type = k.type and not t.always
join type_point_call as c on c.type = k.type;

insert into needed_call
select distinct i.account, i.region, c.call, i.item, c.states
from (
  select 'vault' as per, account, region, name as item from backup_vault
  union all
  select 'plan', account, region, plan_id from active_plan
  union all
  select 'table', account, region, name from known_resource where type = 'DynamoDB'
  union all
  select 'bucket', account, 'global', name from known_resource where type = 'S3') as i
join inventory_call as c on c.per = i.per;

-- Answers per item: a plan and a selection are known by their content, wherever they
-- were read from; a file name has no '/' (plans of an organization: orgs/...); an account's
-- call may lie in any region's folder.
create temp table item_gap as
select n.account, n.region, n.call, n.item, n.states
from needed_call as n
where not exists (
    select 1 from call_answered as a
    where a.call = n.call and a.account = n.account
      and (a.region = n.region or n.region = 'global')
      and (n.item is null or a.item in (n.item, replace(n.item, '/', '_'))))
  and not (n.call = 'backup.get-backup-plan' and exists (
    select 1 from backup_plan as p
    where p.id = n.item and p.account = n.account and p.region = n.region and p.detail = 1))
union all
select s.account, s.region, 'backup.get-backup-selection', s.id, 1
from backup_selection as s
join active_plan as p using (account, region, plan_id)
group by s.account, s.region, s.plan_id, s.id
having max(s.detail) = 0
union all
-- A named item whose call was refused, although nothing else names it.
select u.account, u.region, u.call, u.item, c.states
from call_unanswered as u
join inventory_call as c on c.call = u.call and c.per <> ''
where not exists (
  select 1 from call_answered as a
  where a.call = u.call and a.account = u.account and a.region = u.region and a.item = u.item);

-- Items that a document lists (frameworks, topics, zones): counted, because their names
-- are ARNs that a file name cannot spell.
insert into item_gap
select d.account, case c.scope when 'account' then 'global' else d.region end, c.call, '*',
       c.states
from inventory_call as c
join (select p.account, p.region, p.call, i.names, sum(json_array_length(p.page, i.names)) as n
      from answer_page as p
      join inventory_call as i on i.per = p.call
      group by p.account, p.region, p.call, i.call) as d
  on d.call = c.per and d.names = c.names
where d.n > (
  select count(distinct a.item) from call_answered as a
  where a.call = c.call and a.account = d.account and a.region = d.region);
create index temp.item_gap_call on item_gap(call, account, region, item);

create temp table call_gap as
select account, region, call, max(states) as states
from item_gap
group by account, region, call
order by account, region, call;
create index temp.call_gap_call on call_gap(call, account, region);

-- How each call that is needed or was made ended, for its place, by items: an item that is
-- needed and has no file at all was never asked for. One whose list is denied is not known.
create temp table call_outcome as
with outcome(account, region, call, outcome) as (
  select account, region, call,
         case status when 'ok' then 'collected' when 'denied' then 'refused' else status end
  from call_state
  union all
  select g.account, g.region, g.call, 'never_run'
  from (select distinct account, region, call, coalesce(item, '') as item from item_gap) as g
  where not exists (
    select 1 from call_state as c
    where c.call = g.call and c.account = g.account and g.region in (c.region, 'global')
      and c.item in (g.item, replace(g.item, '/', '_'))))
select account, region, call,
       exists (select 1 from needed_call as n
               where n.call = outcome.call and n.account = outcome.account
                 and n.region in (outcome.region, 'global')) as needed,
       sum(outcome = 'collected') as collected, sum(outcome = 'empty') as empty,
       sum(outcome = 'not_configured') as not_configured, sum(outcome = 'refused') as refused,
       sum(outcome = 'failed') as failed, sum(outcome = 'truncated') as truncated,
       sum(outcome = 'never_run') as never_run
from outcome
group by account, region, call
order by account, region, call;
