-- Tables of other steps that may not be there yet.
create temp table if not exists run(month, month_start, month_end, previous_month, as_of, currency, cost_basis, policy_present);
create temp table if not exists note(text);
create temp table if not exists tier(id, rank, name, strategy, rto, rpo, min_retention_days, cross_region, restore_test_days);
create temp table if not exists policy_tag(kind, key);
create temp table if not exists assignment(rank, tier, arns, accounts);
create temp table if not exists out_of_scope(rank, arns, accounts, reason);
create temp table if not exists standby(rank, tag_key, tag_value, accounts, regions, arns);
create temp table if not exists policy_region(region, role);
create temp table if not exists budget(month, amount);
create temp table if not exists policy_param(name, value);
create temp table if not exists call_state(account, region, call, item default '', status default 'ok', source_id);
create temp table if not exists inventory_scope(account, region);
create temp table if not exists inventory_call(call, scope, per, names, states);
create temp table if not exists type_call(type, call);
create temp table if not exists call_gap(account, region, call, states default 1);
create temp table if not exists resource_type(type, opt_in, copyable, cold, fully_managed);
create temp table if not exists known_resource(arn, type, account default '111122223333', region default 'eu-west-1', name, created_at,
  state default 'available', role default 'source', root_arn, parent_arn, copy_of_arn, tier default 'gold', tier_method,
  application, owner, in_scope default 1, out_reason, standby default 0, attributes default '{}', source_id, pointer);
create temp table if not exists known_tag(arn, key, value);
create temp table if not exists bill_line(cost_id, source_id, month default '2024-09', payer, account default '111122223333', region,
  product_code, usage_type default '', operation default '', unit, suffix, line_type, invoice_id, resource default '', currency,
  n_lines, usage, cost, unblended, mechanism, storage_class, resource_arn, source_arn, tier, application, method);
create temp table if not exists resource_cost(arn, own_cost, dr_cost);
create temp table if not exists selected(arn, plan_id, plan_account, plan_region, selection_id, blocked default 0, source_id, pointer);
create temp table if not exists point(root_arn, arn, kind default 'backup', created_at, completed_at, region default 'eu-west-1',
  account default '111122223333', source_region, vault_arn, is_copy default 0, continuous default 0, live default 1, plan_id,
  encrypted, key_arn, delete_after_days, cold_after_days, delete_at, bytes, source_id, pointer);
create temp table if not exists orphan_point(root_arn, arn, kind default 'backup', created_at, completed_at, region default 'eu-west-1',
  account default '111122223333', source_region, vault_arn, is_copy default 0, continuous default 0, live default 1, plan_id,
  encrypted, key_arn, delete_after_days, cold_after_days, delete_at, bytes, source_id, pointer);
create temp table if not exists resource_state(arn, state, newest_point_at, fresh_seconds, reason, source_id, pointer);
create temp table if not exists rpo(arn, target, achieved, known);
create temp table if not exists restore(arn, tier, type, status, seconds, completed_at, validation, tested, source_id, pointer);

create temp view if not exists answer_page as
select d.call, d.account, d.region, d.item, d.source_id, p.value as page,
       d.pointer || case json_type(d.body) when 'array' then '/' || p.key else '' end as pointer
from document as d,
     json_each(case json_type(d.body) when 'array' then d.body else json_array(json(d.body)) end) as p
where json_valid(d.body);
