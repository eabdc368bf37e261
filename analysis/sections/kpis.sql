-- The figures that a DR cost review compares from month to month. `value` null: it cannot be
-- told, and `reason` says why; `complete` false: calls are missing that could change it.
with spend as (
  select count(*) as n, dec_sum(cost) as bill, dec_sum(iif(mechanism is not null, cost, null)) as dr,
    dec_sum(iif(mechanism is not null and tier is null, cost, null)) as unallocated,
    dec_sum(iif(mechanism = 'cross_region_copy', cost, null)) as copies,
    dec_sum(iif(mechanism = 'early_delete', cost, null)) as early,
    dec_sum(iif(mechanism = 'restore_and_test', cost, null)) as tests
  from bill_line where month = (select month from run)),
before as (
  select count(*) as n, dec_sum(iif(mechanism is not null, cost, null)) as dr
  from bill_line where month = (select previous_month from run)),
protected as (
  select count(*) as n, count(gb) as n_sized, dec_sum(gb) as gb, dec_sum(iif(gb is not null, dr_cost, null)) as cost
  from protected_size),
storage as (
  select dec_sum(iif(month = (select month from run), cost, null)) as cost,
    dec_sum(iif(month = (select month from run), gb, null)) as gb,
    dec_sum(iif(month = (select month from run) and storage_class = 'warm', gb, null)) as warm,
    dec_sum(iif(month = (select month from run) and storage_class <> 'warm', gb, null)) as cold,
    dec_sum(iif(month = (select previous_month from run), gb, null)) as gb_before
  from stored),
old_snapshot as (
  select count(*) as n, count(s.tier) as n_told, count(*) filter (where lower(s.tier) = 'archive') as archived
  from snapshot_once s join run r
  where s.kind = 'ebs' and lower(s.state) in ('completed', 'available', '')
    and unixepoch(r.as_of) - unixepoch(s.created_at) > 90 * 86400),
year as (
  select count(distinct h.month) as n, dec_sum(iif(h.mechanism = 'restore_and_test', h.cost, null)) as tests
  from history h join run r
  where h.month > strftime('%Y-%m', r.month || '-01', '-12 months')),
gap as (
  select exists (select 1 from inventory_scope) as loaded,
    not exists (select 1 from call_gap where states) and exists (select 1 from inventory_scope) as states,
    not exists (select 1 from call_gap where call = 'ec2.describe-snapshots')
      and exists (select 1 from inventory_scope) as snapshots,
    not exists (select 1 from call_gap where call in (
      'backup.list-backup-vaults', 'backup.list-recovery-points-by-backup-vault', 'ec2.describe-snapshots',
      'ec2.describe-volumes', 'ec2.describe-instances'))
      and exists (select 1 from inventory_scope) as waste),
orphan as (
  select dec_sum(l.cost) as cost from waste_line l join waste_item i on i.item = l.item where i.kind = 'orphan'),
kpi(nth, id, unit, value, complete, reason) as (
  select 1, 'dr_share', 'ratio', iif(dec_cmp(bill, '0') > 0, ratio(dr, bill), null), 1, 'the bill comes to nothing' from spend
  union all
  select 2, 'allocated_share', 'ratio', iif(dec_cmp(dr, '0') > 0, ratio(dec_sub(dr, unallocated), dr), null), 1,
    'there is no DR spend' from spend
  union all
  select 3, 'cost_per_protected_resource', 'amount', iif(p.n, money(dec_div(s.dr, p.n, 6)), null), g.states,
    'no resource is known to be protected' from spend s, protected p, gap g
  union all
  select 4, 'cost_per_protected_gb', 'amount',
    iif(p.n_sized and dec_cmp(p.gb, '0') > 0, money(dec_div(p.cost, p.gb, 6)), null), g.states and p.n = p.n_sized,
    'no copy tells the size of what is protected' from protected p, gap g
  union all
  select 5, 'cost_per_stored_gb_month', 'amount', iif(dec_cmp(gb, '0') > 0, money(dec_div(cost, gb, 6)), null), 1,
    'the bill has no storage in GB-months' from storage
  union all
  select 6, 'warm_to_cold', 'number', iif(dec_cmp(cold, '0') > 0, dec_div(warm, cold, 4), null), 1,
    'nothing is cold or archived' from storage
  union all
  select 7, 'archived_share_of_old_snapshots', 'ratio', iif(o.n_told, ratio(o.archived, o.n_told), null),
    g.snapshots and o.n = o.n_told, iif(o.n, 'the inventory does not tell their tier', 'no EBS snapshot is older than 90 days')
  from old_snapshot o, gap g
  union all
  select 8, 'orphan_cost', 'amount', iif(g.loaded, money(o.cost), null), g.waste, 'no inventory is loaded' from orphan o, gap g
  union all
  select 9, 'cross_region_copy_cost', 'amount', money(copies), 1, null from spend
  union all
  select 10, 'early_delete_cost', 'amount', money(early), 1, null from spend
  union all
  select 11, 'dr_growth', 'ratio', iif(b.n and dec_cmp(b.dr, '0') > 0, ratio(dec_sub(s.dr, b.dr), b.dr), null), 1,
    iif(b.n, 'there was no DR spend the month before', 'the month before is not loaded') from spend s, before b
  union all
  select 12, 'stored_gb_growth', 'ratio',
    iif(b.n and dec_cmp(s.gb_before, '0') > 0, ratio(dec_sub(s.gb, s.gb_before), s.gb_before), null), 1,
    iif(b.n, 'nothing was stored the month before', 'the month before is not loaded') from storage s, before b
  union all
  select 13, 'restore_and_test_cost', 'amount', money(tests), 1, null from spend
  union all
  select 14, 'restore_and_test_cost_12_months', 'amount', iif(n = 12, money(tests), null), 1,
    n || ' of the last 12 months ' || iif(n = 1, 'is', 'are') || ' loaded' from year)
select k.id, k.unit, iif(s.n, k.value, null) as value,
  iif(k.complete, 'true', 'false') as complete_json,
  case when not s.n then 'no bill is loaded' when k.value is null then k.reason
       when k.id = 'restore_and_test_cost_12_months' and dec_cmp(k.value, '0') = 0
       then 'nothing was restored or tested in twelve months' end as reason
from kpi k, spend s
order by k.nth;
