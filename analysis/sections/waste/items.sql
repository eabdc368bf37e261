-- Waste, thing by thing, the dearest of each kind first. `cost` null: the bill does not tell;
-- `at_most`: deleting it saves so much or less; `blocker`: why it cannot simply go.
select i.kind, i.resource, i.account, i.region, i.vault_arn as vault, i.tier, i.points,
  (select json_group_array(arn) from (select arn from waste_part p where p.item = i.item and arn is not null order by arn))
    as recovery_points_json,
  i.since, (unixepoch(r.as_of) - unixepoch(i.since)) / 86400 as age_days,
  money(i.cost) as cost, iif(i.at_most and i.can_go, 'true', 'false') as at_most_json,
  case when i.kind = 'warm' then null when i.can_go then money(i.cost) when i.cost is not null then '0.00' end as saving,
  i.confidence, i.blocker,
  case i.kind
    when 'orphan' then 'what it was taken of is not in the inventory any more'
    when 'expired' then 'past its own date of deletion and still there'
    when 'warm' then 'warm for more than ' || l.warm_days || ' days and could be cold; tiering tells what that saves'
    when 'drill_instance' then 'launched for a drill and still there'
    when 'early_delete' then 'deleted before the minimum duration of its storage class'
    when 'idle_standby' then 'stands by for ' || coalesce(i.tier, 'a tier') || ', whose strategy is to restore from backups'
    when 'standby_without_target' then 'no tier of its own says what it stands by for'
    when 'double_protection' then 'a second set beside fresh points of AWS Backup'
    when 'needless_copy' then coalesce(i.tier, 'its tier') || ' asks for no copy in another Region'
    when 'over_retention' then 'older than the ' || t.min_retention_days || ' days that ' || i.tier
      || ' asks for, and not the newest'
  end as reason,
  coalesce((select json_array(json_object('path', s.path, 'sha256', s.sha256, 'pointer', p.pointer))
            from waste_part p join source s on s.id = p.source_id where p.item = i.item
            order by p.arn, p.pointer limit 1), '[]') as evidence_json
from waste_item i
join run r
join waste_limit l
left join tier t on t.id = i.tier
order by i.rank, i.cost is null, i.cost collate decimal desc, i.resource, i.account, i.region, i.vault_arn, i.blocker;
