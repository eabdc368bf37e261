-- The reverse for backups and snapshots: cold or archived data that costs more there than
-- it would in warm, and early deletions.

-- AWS Backup: what the points of a rule that goes cold were billed in cold, early deletion
-- included, against the same GB at the warm rate.
create temp table cold_bill as
select source_arn, account, region, max(iif(suffix like 'Cold%', suffix, null)) as suffix,
       dec_sum(cost) as cost,
       dec_sum(iif(suffix like 'EarlyDelete-%', cost, null)) as early_delete,
       dec_sum(iif(suffix like 'ColdStorage-%'
                   and line_type in ('Usage', 'DiscountedUsage', 'SavingsPlanCoveredUsage'),
                   usage, null)) as gb
from bill_line
where month = (select month from run) and source_arn is not null
  and (suffix like 'ColdStorage-ByteHrs-%' or suffix like 'EarlyDelete-ColdByteHrs-%')
group by source_arn, account, region;

create temp table cold_reverse as
select b.*, w.rate as warm_rate, w.source as price_source, w.named as price_named,
       dec_sub(b.cost, dec_mul(b.gb, w.rate)) as saving
from cold_bill b
left join (select region, suffix, rate, source, named, min(rank) from unit_price
           group by region, suffix) w
       on w.region = b.region
      and w.suffix = 'WarmStorage-ByteHrs-' || substr(b.suffix, length('ColdStorage-ByteHrs-') + 1);

-- The rule that sends the points cold. One that is changed sends no more.
create temp table cold_rule as
select * from (
  select p.root_arn, p.account, p.region, r.plan_id, r.rule_id, r.name, r.delete_after_days, p.vault_arn,
         row_number() over (partition by p.root_arn, p.account, p.region
                            order by r.plan_id, r.rule_id, p.vault_arn) as nth
  from point p
  join point_detail d on d.arn = p.arn
  join backup_plan_rule r on r.plan_id = p.plan_id and r.rule_id = coalesce(d.rule_id, r.rule_id)
  where p.is_copy = 0 and r.cold_after_days is not null)
where nth = 1;

insert into tiering_proposal(kind, resource, account, region, verdict, from_class, to_class, gb,
                             saving, saving_high, one_time_cost, price_source, reason, change_json,
                             plan_id, rule_id, rule_name, vault_arn)
select 'reverse', b.source_arn, b.account, b.region, iif(r.plan_id is null, 'cannot_tell', 'accept'),
       'cold', 'warm', b.gb, iif(r.plan_id is null, null, b.saving), b.saving, '0', b.price_source,
       'cold storage with its early deletions cost ' || dec_round(dec_div(b.cost, b.gb, 20), 6)
       || ' a GB-month, warm costs ' || dec_round(b.warm_rate, 6) || ' (' || b.price_named || '); '
       || iif(r.plan_id is null, 'which plan rule sends them there is not in what was loaded',
              'points that are cold already stay cold'),
       case when r.plan_id is null then '{}'
            when r.delete_after_days is null then json_object('MoveToColdStorageAfterDays', -1)
            else json_object('DeleteAfterDays', r.delete_after_days) end,
       r.plan_id, r.rule_id, r.name, r.vault_arn
from cold_reverse b
left join cold_rule r
       on r.root_arn = b.source_arn and r.account = b.account and r.region = b.region
where dec_cmp(b.gb, '0') > 0 and dec_cmp(b.saving, '0') > 0
union all
select 'reverse', source_arn, account, region, 'cannot_tell', 'cold', 'warm', gb, null, null, '0', null,
       'points were deleted before their 90 cold days were over: ' || dec_round(early_delete, 2)
       || ' was billed for nothing this month; in cold only what is kept 90 days longer',
       '{}', null, null, null, null
from cold_reverse
where dec_cmp(early_delete, '0') > 0 and not coalesce(dec_cmp(gb, '0') > 0 and dec_cmp(saving, '0') > 0, 0);

-- EBS: an archived snapshot is billed in full. Back in the standard tier it would be billed
-- for its own blocks, which nobody can list while it is archived: between nothing and all,
-- likely as much as the increments of the same volume that are there now.
create temp table archived_bill as
select m.arn, m.id, m.account, m.region, m.volume_arn, m.is_copy,
       dec_sum(iif(b.suffix = 'EBS:SnapshotArchiveStorage', b.cost, null)) as cost,
       dec_sum(iif(b.suffix = 'EBS:SnapshotArchiveStorage'
                   and b.line_type in ('Usage', 'DiscountedUsage'), b.usage, null)) as gb,
       dec_sum(iif(b.suffix = 'EBS:SnapshotArchiveEarlyDelete', b.cost, null)) as early_delete
from chain_member m
join bill_line b on b.resource_arn = m.arn and b.region = m.region
where b.month = (select month from run)
  and b.suffix in ('EBS:SnapshotArchiveStorage', 'EBS:SnapshotArchiveEarlyDelete')
group by m.arn;

create temp table archived_figure as
select a.*, s.increment_gb, p.rate as rate, p.source as price_source,
       dec_sub(a.cost, dec_mul(s.increment_gb, p.rate)) as saving,
       dec_sub(a.cost, dec_mul(a.gb, p.rate)) as saving_low,
       dec_mul(a.gb, r.rate) as restore_cost
from archived_bill a
left join (select volume_arn, account, region, is_copy,
                  dec_div(dec_sum(gb), count(*), 20) as increment_gb
           from chain_size where nth > 1 and gb is not null
           group by volume_arn, account, region, is_copy) s
       on s.volume_arn = a.volume_arn and s.account = a.account and s.region = a.region
      and s.is_copy = a.is_copy
left join (select region, rate, source, min(rank) from unit_price
           where suffix = 'EBS:SnapshotUsage' group by region) p on p.region = a.region
left join (select region, rate, min(rank) from unit_price
           where suffix = 'EBS:SnapshotArchiveRetrieval' group by region) r on r.region = a.region;

insert into tiering_proposal(kind, resource, account, region, verdict, from_class, to_class, gb,
                             saving_low, saving_high, one_time_cost, price_source, reason,
                             change_json)
select 'reverse', arn, account, region, 'cannot_tell', 'archive', 'standard', gb, saving_low, cost,
       coalesce(restore_cost, '0'), price_source,
       dec_round(gb, 2) || ' GB in full cost ' || dec_round(cost, 2) || '; as an increment like the others'
       || ' of its volume (' || dec_round(increment_gb, 2) || ' GB) it would cost '
       || dec_round(dec_sub(cost, saving), 2) || ' in the standard tier, after a restore'
       || coalesce(' for ' || dec_round(restore_cost, 2), ''),
       '{}'
from archived_figure
where dec_cmp(saving, '0') > 0
union all
select 'reverse', arn, account, region, 'cannot_tell', 'archive', 'standard', gb, null, null, '0',
       null,
       'it left the archive before its 90 days were over: ' || dec_round(early_delete, 2)
       || ' was billed for nothing this month; archive only what is kept 90 days longer',
       '{}'
from archived_figure
where dec_cmp(early_delete, '0') > 0;
