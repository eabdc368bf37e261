-- Waste as somebody has to deal with it: the points of one resource in one place, with what
-- keeps them from being deleted, and the lines of the bill that pay for them. A line belongs
-- to one item, so that no money is counted twice.

-- What keeps a point. `unknown`: the calls that would tell were not answered.
create temp table waste_blocker as
select w.arn,
  case
    when v.locked or v.type = 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT' then 'vault_lock'
    when exists (
      select 1 from legal_hold h
      where h.account = w.account and h.region = w.region
        and (h.selection is null
             or exists (select 1 from json_each(h.selection, '$.VaultNames') n
                        where w.vault_arn like '%:backup-vault:' || n.value)
             or exists (select 1 from json_each(h.selection, '$.ResourceIdentifiers') n
                        where n.value = w.source_arn))) then 'legal_hold'
    when exists (select 1 from snapshot_lock l
                 where l.id = s.id and l.account = s.account and l.region = s.region) then 'snapshot_lock'
    when s.kind = 'ebs' and w.vault_arn is null
         and (exists (select 1 from image_snapshot i where i.id = s.id)
              or s.description like 'Created by CreateImage%'
                 and not exists (select 1 from call_answered c
                                 where c.call = 'ec2.describe-images' and c.account = s.account
                                   and c.region = s.region)) then 'image'
    when w.vault_arn is not null
         and (v.arn is null
              or not exists (select 1 from call_answered c
                             where c.call = 'backup.list-legal-holds' and c.account = w.account
                               and c.region = w.region)) then 'unknown'
  end as blocker
from waste_point w
left join (select arn, max(locked) as locked, max(type) as type from backup_vault group by arn) v on v.arn = w.vault_arn
left join snapshot_once s on s.arn = w.arn;
create unique index temp.waste_blocker_arn on waste_blocker(arn);

create temp table waste_part(
  item text not null, kind text not null, resource text not null, account text not null, region text not null,
  vault_arn text, blocker text, arn text, since text, source_id integer, pointer text) strict;
create index temp.waste_part_resource on waste_part(resource);
create index temp.waste_part_item on waste_part(item);

insert into waste_part
select w.kind || ' ' || coalesce(nullif(w.source_arn, ''), w.arn) || ' ' || w.account || ' ' || w.region || ' '
    || coalesce(w.vault_arn, '') || ' ' || coalesce(b.blocker, ''),
  w.kind, coalesce(nullif(w.source_arn, ''), w.arn), w.account, w.region, w.vault_arn, b.blocker, w.arn, w.since,
  w.source_id, w.pointer
from waste_point w
join waste_blocker b on b.arn = w.arn;

-- The lines of the month that pay for it. Restores and early deletion of a point are
-- not paid for keeping it.
create temp table waste_claimed_line as
select b.rowid as line, w.item
from waste_part w
join bill_line b on b.resource_arn = w.arn and b.month = (select month from run)
where w.kind = 'drill_instance'
   or b.mechanism is not null and b.mechanism not in ('restore_and_test', 'early_delete', 'cross_region_copy')
union -- lines that name no resource of the inventory by its ARN
select b.rowid, w.item
from waste_part w
join bill_line b on b.resource = w.arn and b.resource_arn is null and b.month = (select month from run)
where w.kind = 'drill_instance'
   or b.mechanism is not null and b.mechanism not in ('restore_and_test', 'early_delete', 'cross_region_copy')
union -- what is gone keeps its share of what one charge pays for many
select b.rowid, (select min(w.item) from waste_part w
                 where w.kind = 'orphan' and w.resource = p.about and w.account = b.account
                   and (w.vault_arn = b.resource or arn_part(b.resource, 5) not like 'backup-vault:%'
                        and w.region in (b.region, b.destination_region)))
from shared_part p
join bill_line b on b.cost_id = p.cost_id and b.part = p.part and b.month = (select month from run)
where b.split_by is not null and b.mechanism <> 'cross_region_copy'
  and p.about in (select resource from waste_part where kind = 'orphan');

-- What has no point: charges for deleting too early, transfer of needless copies, and
-- what stands by although the tier's strategy is to restore, or only the default tier
-- would say otherwise.
create temp table waste_charge as
select b.rowid as line,
  case
    when b.mechanism = 'cross_region_copy' then 'needless_copy'
    when t.id is null or coalesce(k.tier_method, '') = 'default' then 'standby_without_target'
    else 'idle_standby'
  end as kind,
  coalesce(iif(b.mechanism = 'standby_resources', b.resource_arn, b.source_arn), nullif(b.resource, ''), b.product)
    as resource,
  b.account, b.region
from bill_line b
join run r on r.month = b.month and r.policy_present
left join tier t on t.id = b.tier
left join known_resource k on k.arn = b.resource_arn
where b.mechanism = 'cross_region_copy' and b.source_arn is not null and t.cross_region = 0
   or b.mechanism = 'standby_resources' and (t.id is null or t.strategy = 'backup_and_restore')
union all
select b.rowid, 'early_delete', coalesce(b.source_arn, nullif(b.resource, ''), b.product), b.account, b.region
from bill_line b
where b.month = (select month from run) and b.mechanism = 'early_delete';

insert into waste_part
select distinct c.kind || ' ' || c.resource || ' ' || c.account || ' ' || c.region || '  ', c.kind, c.resource,
  c.account, c.region, null, null, null, k.created_at, k.source_id, k.pointer
from waste_charge c
left join known_resource k on k.arn = c.resource and c.kind in ('idle_standby', 'standby_without_target');

create temp table waste_line as
select line, item, account, cost, cost_id
from (
  select c.line, c.item, b.account, b.cost, b.cost_id,
    row_number() over (partition by c.line order by k.rank, c.item) as nth
  from (select line, item from waste_claimed_line where item is not null
        union
        select line, kind || ' ' || resource || ' ' || account || ' ' || region || '  ' from waste_charge) c
  join (select distinct item, kind from waste_part) w on w.item = c.item
  join waste_kind k on k.kind = w.kind
  join bill_line b on b.rowid = c.line)
where nth = 1;
create index temp.waste_line_item on waste_line(item);

-- Deleting one increment of many moves its blocks to the next: while the resource keeps
-- other points in that place, or ones that must stay, the money is an upper bound.
create temp table waste_item as
select w.item, w.kind, w.resource, w.account, w.region, w.vault_arn, w.blocker, k.rank, k.confidence, k.judged,
  count(w.arn) as points, min(w.since) as since,
  (select dec_sum(l.cost) from waste_line l where l.item = w.item having count(*) > 0) as cost,
  count(w.arn) > 0 and w.kind <> 'drill_instance'
    and (exists (select 1 from waste_part o
                 where o.resource = w.resource and o.item <> w.item
                   and (o.blocker is not null or o.kind in ('warm', 'over_retention')))
         or exists (select 1 from point p
                    where p.root_arn = w.resource and p.live and p.region = w.region
                      and p.kind in ('backup', 'snapshot') and p.arn not in (select arn from waste_point)))
    as at_most,
  k.saves and w.blocker is null as can_go, r.tier, min(w.source_id) as source_id
from waste_part w
join waste_kind k on k.kind = w.kind
left join known_resource r on r.arn = w.resource
group by w.item;
create unique index temp.waste_item_item on waste_item(item);
