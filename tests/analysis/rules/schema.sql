-- The tables of analysis/views.md, empty but for a run and two tiers, so that a rule's
-- fixture says in its given.sql only what the rule looks at.
create temp table run(month, month_start, month_end, previous_month, as_of, currency, cost_basis, policy_present);
create temp table note(text);
create temp table tier(id, rank, name, strategy, rto, rpo, min_retention_days, cross_region, restore_test_days);
create temp table policy_tag(kind, key);
create temp table assignment(rank, tier, arns, accounts);
create temp table out_of_scope(rank, arns, accounts, reason);
create temp table standby(rank, tag_key, tag_value, accounts, regions, arns);
create temp table policy_region(region, role);
create temp table budget(month, amount);
create temp table policy_param(name, value);
create temp table call_state(account, region, call, item default '', status default 'ok', source_id);
create temp table inventory_scope(account, region);
create temp table inventory_call(call, scope, per, names, states);
create temp table type_call(type, call);
create temp table type_point_call(type, call);
create temp table call_gap(account, region, call, states default 1);
create temp table resource_type(type, opt_in, copyable, cold, fully_managed);
create temp table known_resource(arn, type, account default '111122223333', region default 'eu-west-1', name, created_at,
  state default 'available', role default 'source', root_arn, parent_arn, copy_of_arn, tier default 'gold', tier_method,
  application, owner, in_scope default 1, out_reason, standby default 0, attributes default '{}', source_id, pointer);
create temp table tag_value(arn, kind, value);
create temp table known_tag(arn, key, value);
create temp table bill_line(cost_id, source_id, month default '2024-09', payer, account default '111122223333', region,
  product_code, usage_type default '', operation default '', unit, suffix, line_type, invoice_id, resource default '', currency,
  n_lines, usage, cost, unblended, mechanism, storage_class, resource_arn, source_arn, tier, application, method);
create temp table resource_cost(arn, own_cost, dr_cost);
create temp table selected(arn, plan_id, plan_account, plan_region, selection_id, blocked default 0, source_id, pointer);
create temp table point(root_arn, arn, kind default 'backup', created_at, completed_at, region default 'eu-west-1',
  account default '111122223333', source_region, vault_arn, is_copy default 0, continuous default 0, live default 1, plan_id,
  encrypted, key_arn, delete_after_days, cold_after_days, delete_at, bytes, source_id, pointer);
create temp table orphan_point(root_arn, arn, kind default 'backup', created_at, completed_at, region default 'eu-west-1',
  account default '111122223333', source_region, vault_arn, is_copy default 0, continuous default 0, live default 1, plan_id,
  encrypted, key_arn, delete_after_days, cold_after_days, delete_at, bytes, source_id, pointer);
create temp table waste_item(item, kind, resource, account default '111122223333', region, vault_arn, blocker, rank,
  confidence default 'high', judged default 1, points default 1, since, cost, at_most, can_go, tier, source_id);
create temp table waste_line(line, item, account default '111122223333', cost, cost_id);
create temp table resource_state(arn, state, newest_point_at, fresh_seconds, reason, source_id, pointer);
create temp table rpo(arn, target, achieved, known);
create temp table restore(arn, tier, type, status, seconds, completed_at, validation, tested, source_id, pointer);

create temp view answer_page as
select d.call, d.account, d.region, d.item, d.source_id, p.value as page,
       d.pointer || case json_type(d.body) when 'array' then '/' || p.key else '' end as pointer
from document as d,
     json_each(case json_type(d.body) when 'array' then d.body else json_array(json(d.body)) end) as p
where json_valid(d.body);

insert into run values ('2024-09', '2024-09-01T00:00:00Z', '2024-10-01T00:00:00Z', '2024-08', '2024-10-01T05:00:00Z', 'USD', 'amortized', 1);
insert into tier values ('gold', 0, 'Gold', 'warm_standby', 900, 3600, 35, 1, 90),
                        ('bronze', 1, 'Bronze', 'backup_and_restore', 86400, 86400, 7, 0, 365);
insert into resource_type values
  ('EC2', 'EC2', 1, 0, 0), ('EBS', 'EBS', 1, 1, 0), ('RDS', 'RDS', 1, 0, 0), ('Aurora', 'Aurora', 1, 0, 0),
  ('DynamoDB', 'DynamoDB', 1, 1, 1), ('EFS', 'EFS', 1, 1, 1), ('S3', 'S3', 1, 0, 1), ('FSx', 'FSx', 1, 0, 0),
  ('ElastiCache', null, 0, 0, 0);
insert into inventory_scope values ('111122223333', 'global'), ('111122223333', 'eu-west-1');
insert into delivery values (1, 'inventory', 'inventory', '');
insert into source(id, delivery_id, path, location, sha256, bytes, format, status)
  values (1, 1, 'a.json', '/secret/a.json', 'aa', 1, 'inventory', 'ok'),
         (2, 1, 'b.json', '/secret/b.json', 'bb', 1, 'inventory', 'ok');
