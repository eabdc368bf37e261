-- AWS Backup cold storage: which plan rules could move their points to cold, and what it saves.
--
-- Steady state (all points made under the changed rule). A point kept R days costs, a GB,
--   warm only  p_w * R / 30            w days warm  p_w * w / 30 + p_c * max(R - w, 90) / 30
-- so of the warm GB-months that the bill shows (cost C, G GB-months), the share (R - w) / R
-- moves:  saving = (C * (R - w) - G * p_c * max(R - w, 90)) / R.  Never more than C.
--
-- Retention is kept as it is. A point that is kept for ever has the age of the oldest one for R.

-- What AWS Backup says of a point beyond the table `point`.
create temp table point_detail as
select arn, max(plan_rule_id) as rule_id, max(plan_rule_name) as rule_name,
       max(vault_type) as vault_type, max(storage_class) as storage_class
from (
  select arn, plan_rule_id, plan_rule_name, vault_type, storage_class from recovery_point
  union all
  select recovery_point_arn, plan_rule_id, null, null, null from backup_job
  where state = 'COMPLETED' and recovery_point_arn <> '')
group by arn;
create index temp.point_detail_arn on point_detail(arn);

-- One lifecycle to change is a plan's rule, or one of its copy actions, for one resource:
-- the points that it made share a group_id.
create temp table warm_point as
select *, dense_rank() over (order by root_arn, account, region, vault_arn, is_copy, plan_id,
                             rule_id, continuous, air_gapped) as group_id
from (
  select p.root_arn, p.arn, p.account, p.region, p.vault_arn,
         coalesce(p.is_copy, 0) as is_copy, coalesce(p.continuous, 0) as continuous,
         p.created_at, p.delete_after_days, iif(p.bytes >= 0, p.bytes, null) as bytes, p.plan_id,
         d.rule_name,
         coalesce(d.rule_id, (select max(r.rule_id) from backup_plan_rule r where r.plan_id = p.plan_id
                              having count(distinct r.rule_id) = 1)) as rule_id,
         coalesce(d.vault_type, v.type, '') = 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT' as air_gapped,
         cast(julianday((select as_of from run)) - julianday(p.created_at) as integer) as age_days
  from point p
  join point_detail d on d.arn = p.arn
  left join (select arn, max(type) as type from backup_vault group by arn) v on v.arn = p.vault_arn
  where p.live = 1
    and coalesce(d.storage_class, '') <> 'COLD'
    and not (p.cold_after_days is not null and coalesce(p.continuous, 0) = 0
             and (select c.cold = '1' from known_resource k join cold_type c on c.type = k.type
                  where k.arn = p.root_arn)
             and datetime(p.created_at, '+' || p.cold_after_days || ' days')
                 <= datetime((select as_of from run))));
create index temp.warm_point_group on warm_point(group_id);

create temp table warm_group as
select group_id, root_arn, account, region, vault_arn, is_copy, plan_id, rule_id,
       max(rule_name) as rule_name,
       continuous, air_gapped,
       count(*) as n_points, max(age_days) as oldest_days,
       iif(count(bytes) = count(*), dec_sum(bytes), null) as bytes,
       iif(count(delete_after_days) = count(*) and min(delete_after_days) = max(delete_after_days),
           min(delete_after_days), null) as point_days,
       min(arn) as example_arn
from warm_point
group by group_id;

-- The lifecycle as the plan has it today. `found`: 1 the rule is there; 0 its plan was read
-- and has no such rule any more; NULL the plan was not read: then the points speak for it.
create temp table group_lifecycle as
select g.*,
       case when g.plan_id is null then 0
            when r.rule_id is null and l.plan_id is null then null
            when r.rule_id is null or l.deleted then 0
            when g.is_copy and c.plan_id is null then 0
            else 1 end as found,
       case when r.rule_id is null then g.point_days
            when g.is_copy then c.delete_after_days else r.delete_after_days end as retention_days,
       case when g.is_copy then c.cold_after_days else r.cold_after_days end as cold_after_days,
       coalesce(r.name, g.rule_name) as plan_rule_name, r.opt_in_to_archive as opt_in_to_archive,
       r.delete_after_event as delete_after_event, r.schedule
from warm_group g
left join (select plan_id, rule_id, max(name) as name,
                  max(delete_after_days) as delete_after_days,
                  max(cold_after_days) as cold_after_days,
                  max(opt_in_to_archive) as opt_in_to_archive,
                  max(delete_after_event) as delete_after_event, max(schedule) as schedule
           from backup_plan_rule group by plan_id, rule_id) r
       on r.plan_id = g.plan_id and r.rule_id = g.rule_id
left join (select plan_id, rule_id, destination_vault_arn,
                  max(delete_after_days) as delete_after_days,
                  max(cold_after_days) as cold_after_days
           from backup_plan_copy group by plan_id, rule_id, destination_vault_arn) c
       on c.plan_id = g.plan_id and c.rule_id = g.rule_id and c.destination_vault_arn = g.vault_arn
left join (select id as plan_id, max(deleted_at) is not null as deleted
           from backup_plan where detail = 1 group by id) l
       on l.plan_id = g.plan_id;

-- What the bill of the month shows for the warm points of a resource in one account and region.
create temp table warm_bill as
select source_arn, account, region, max(suffix) as suffix, dec_sum(cost) as cost,
       dec_sum(iif(line_type in ('Usage', 'DiscountedUsage', 'SavingsPlanCoveredUsage'),
                   usage, null)) as gb
from bill_line
where month = (select month from run) and mechanism = 'backup_storage' and source_arn is not null
  and suffix like 'WarmStorage-ByteHrs-%' and suffix not like '%-LAGV'
group by source_arn, account, region;

-- The part of it that names its point.
create temp table warm_point_bill as
select p.arn, p.group_id, dec_sum(b.cost) as cost,
       dec_sum(iif(b.line_type in ('Usage', 'DiscountedUsage', 'SavingsPlanCoveredUsage'),
                   b.usage, null)) as gb
from warm_point p
join bill_line b on b.resource_arn = p.arn and b.account = p.account and b.region = p.region
where b.month = (select month from run) and b.mechanism = 'backup_storage'
  and b.suffix like 'WarmStorage-ByteHrs-%' and b.suffix not like '%-LAGV'
group by p.arn;

-- Points of a resource that were really restored in the month when they would have been cold.
create temp table cold_restore as
select p.root_arn, p.account, p.region, count(*) as n,
       iif(count(p.bytes) = count(*), dec_sum(p.bytes), null) as bytes
from (select id, max(recovery_point_arn) as point_arn, max(created_at) as created_at
      from restore_job where status = 'COMPLETED' group by id) j
join point p on p.arn = j.point_arn
where j.created_at >= (select month_start from run) and j.created_at < (select month_end from run)
  and julianday(j.created_at) - julianday(p.created_at) > (select warm_days from cold_parameter)
group by p.root_arn, p.account, p.region;

-- What the bill of the month says was restored from warm, whatever the age of the points.
create temp table warm_restore as
select source_arn, account, region,
       dec_sum(iif(line_type in ('Usage', 'DiscountedUsage', 'SavingsPlanCoveredUsage'),
                   usage, null)) as gb
from bill_line
where month = (select month from run) and suffix like 'Restore-WarmBytes-%' and source_arn is not null
group by source_arn, account, region;

-- Legal holds in force: what they hold. Where only their existence is known (selection NULL)
-- or they name neither vaults nor resources, they hold everything.
create temp table legal_hold as
select a.account, a.region, json_extract(h.value, '$.LegalHoldId') as id,
       (select json_extract(g.page, '$.RecoveryPointSelection') from answer_page g
        where g.call = 'backup.get-legal-hold' and g.account = a.account and g.region = a.region
          and json_extract(g.page, '$.LegalHoldId') = json_extract(h.value, '$.LegalHoldId')
        order by g.source_id limit 1) as selection
from answer_page a, json_each(a.page, '$.LegalHolds') h
where a.call = 'backup.list-legal-holds' and json_extract(h.value, '$.Status') in ('CREATING', 'ACTIVE', 'CANCELING');

create temp table group_fact as
select l.*, k.type, k.tier, t.rto, cast(c.cold as integer) as cold_capable,
       c.backup as backup_form, cast(c.by_day as integer) as by_day,
       (select iif(typeof(v) = 'integer' and v >= 0, v, null)
        from (select coalesce(k.attributes ->> '$.SizeInBytes.Value',
                              k.attributes ->> '$.TableSizeBytes') as v)) as live_bytes,
       cast(nullif(c.retrieval_seconds, '') as integer) as retrieval_seconds, c.why,
       arn_part(l.example_arn, 2) <> 'backup' as own_product,
       b.suffix, b.gb as resource_gb, b.cost as resource_cost,
       i.gb as item_gb, i.cost as item_cost, max(i.gb is not null) over billed as itemised,
       dec_sum(l.bytes) over billed as billed_bytes, count(*) over billed as n_groups,
       count(l.bytes) over billed as n_sized,
       v.locked, v.min_retention_days, v.max_retention_days,
       wr.gb as restored_gb, rc.n as n_cold_restores, rc.bytes as cold_restore_bytes,
       exists (select 1 from legal_hold h
               where h.account = l.account and h.region = l.region
                 and (coalesce(json_array_length(h.selection, '$.VaultNames'), 0)
                        + coalesce(json_array_length(h.selection, '$.ResourceIdentifiers'), 0) = 0
                      or exists (select 1 from json_each(h.selection, '$.VaultNames') n
                                 where l.vault_arn like '%:backup-vault:' || n.value)
                      or exists (select 1 from json_each(h.selection, '$.ResourceIdentifiers') n
                                 where n.value = l.root_arn))) as on_hold
from group_lifecycle l
join known_resource k on k.arn = l.root_arn
left join tier t on t.id = k.tier
left join cold_type c on c.type = k.type
left join warm_bill b
       on b.source_arn = l.root_arn and b.account = l.account and b.region = l.region
      and not l.air_gapped
left join (select group_id, dec_sum(gb) as gb, dec_sum(cost) as cost
           from warm_point_bill group by group_id) i on i.group_id = l.group_id
left join (select arn, max(locked) as locked, max(min_retention_days) as min_retention_days,
                  min(max_retention_days) as max_retention_days
           from backup_vault group by arn) v on v.arn = l.vault_arn
left join warm_restore wr
       on wr.source_arn = l.root_arn and wr.account = l.account and wr.region = l.region
left join cold_restore rc
       on rc.root_arn = l.root_arn and rc.account = l.account and rc.region = l.region
window billed as (partition by l.root_arn, l.account, l.region, l.air_gapped);
