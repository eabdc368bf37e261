-- object
-- What is paid for waste, and what would be saved without it. `judged` is what
-- DR_COST_OPTIMIZATION counts, as a share of DR spend. Without a bill of the month, or
-- without any inventory, nothing of it can be told: no waste found is not "none".
with line as (
  select l.cost, i.judged, i.confidence, i.can_go, i.at_most, i.blocker, k.saves
  from waste_line l join waste_item i on i.item = l.item join waste_kind k on k.kind = i.kind),
total as (
  select dec_sum(cost) as cost,
    dec_sum(iif(judged, cost, null)) as judged,
    dec_sum(iif(confidence = 'high', cost, null)) as proven,
    dec_sum(iif(confidence <> 'high', cost, null)) as possible,
    dec_sum(iif(saves and blocker is not null, cost, null)) as held,
    dec_sum(iif(can_go and confidence = 'high', cost, null)) as saving,
    dec_sum(iif(can_go and confidence <> 'high', cost, null)) as possible_saving,
    max(can_go and confidence = 'high' and at_most) as at_most
  from line),
spent as (
  select count(*) > 0 and exists (select 1 from inventory_scope) as told,
    dec_sum(iif(mechanism is not null, cost, null)) as dr
  from bill_line where month = (select month from run)),
gap as (
  select distinct g.account || '/' || g.region || '/' || g.call as call
  from call_gap g
  where g.call in ('backup.list-backup-vaults', 'backup.list-recovery-points-by-backup-vault', 'backup.list-legal-holds',
                   'ec2.describe-snapshots', 'ec2.describe-volumes', 'ec2.describe-instances',
                   'drs.describe-recovery-instances'))
select iif(told, money(t.cost), null) as total, iif(told, money(proven), null) as proven,
  iif(told, money(possible), null) as possible, iif(told, money(held), null) as held,
  iif(told, money(saving), null) as saving, iif(told, money(possible_saving), null) as possible_saving,
  iif(coalesce(at_most, 0), 'true', 'false') as at_most_json,
  iif(told, money(judged), null) as judged,
  iif(told and dec_cmp(dr, '0') > 0, ratio(judged, dr), null) as judged_share,
  (select count(*) from waste_item where cost is null) as unpriced,
  iif(exists (select 1 from gap) or not exists (select 1 from inventory_scope), 'false', 'true') as complete_json,
  (select json_group_array(call) from (select call from gap order by call)) as missing_json
from total t, spent;
