-- The verdict on each lifecycle of 610_backup_cold.sql. `code` is the first thing that
-- decides, in this order: what AWS does not allow, what must not be broken, what is not
-- known, what loses money. A saving stays NULL where it cannot be told.

create temp table cold_priced as
select f.*, p.warm_days,
         case when f.n_groups = 1 then f.resource_gb
              when f.itemised then f.item_gb
              when f.n_sized = f.n_groups then dec_scale(f.resource_gb, f.bytes, f.billed_bytes)
              end as gb,
         case when f.n_groups = 1 then f.resource_cost
              when f.itemised then f.item_cost
              when f.n_sized = f.n_groups then dec_scale(f.resource_cost, f.bytes, f.billed_bytes)
              end as cost,
         coalesce(f.retention_days, f.oldest_days) as kept_days,
         substr(f.suffix, length('WarmStorage-ByteHrs-') + 1) as billed_type
  from group_fact f, cold_parameter p
  where not (f.cold_after_days is not null and f.cold_capable = 1
             and (f.type <> 'EBS' or f.opt_in_to_archive = 1));

create temp table cold_rated as
select *, iif(n_cold_restores is null, '0', dec_scale(cold_restore_bytes, restore_rate, 1073741824))
            as retrieval,
       -- one restore of all there is, a twelfth of it a month
       dec_div(dec_scale(coalesce(live_bytes, dec_div(bytes, n_points, 0)), restore_rate, 1073741824), 12, 20)
         as yearly_restore,
       -- all that was restored this month
       dec_mul(coalesce(restored_gb, '0'), restore_rate) as monthly_restore
from (
  select p.*, c.rate as cold_rate, c.source as cold_source, c.named as cold_price_named,
         dec_sub((select rate from unit_price r
                  where r.region = p.region and r.suffix = 'Restore-ColdBytes-' || p.billed_type
                  order by r.rank limit 1),
                 coalesce((select rate from unit_price r
                           where r.region = p.region and r.suffix = 'Restore-WarmBytes-' || p.billed_type
                           order by r.rank limit 1), '0')) as restore_rate
  from cold_priced p
  left join (select region, suffix, rate, source, named, min(rank) from unit_price
             group by region, suffix) c
         on c.region = p.region and c.suffix = 'ColdStorage-ByteHrs-' || p.billed_type);

-- What is kept for ever is deleted by nobody: no minimum of days is billed for it.
insert into cold_case
select r.group_id, r.gb, r.cost, r.cold_rate, r.kept_days, r.warm_days,
       iif(r.retention_days is null, 0, p.cold_minimum_days)
from cold_rated r, cold_parameter p;

-- At best nothing is restored. At worst all that was restored this month comes from cold,
-- or once a year all there is, and of incremental backups all that the resource holds today
-- stays warm, as warm points use it.
create temp table cold_figure as
select *, dec_sub(whole, retrieval) as saving, whole as saving_high,
       dec_sub(case when backup_form = 'full' then whole
                    when live_bytes is null or dec_cmp(live_gb, gb) >= 0 then '0'
                    else dec_scale(whole, dec_sub(gb, live_gb), gb) end,
               (select value from json_each(json_array(retrieval, yearly_restore, monthly_restore))
                order by value collate decimal desc limit 1)) as saving_low
from (select r.*, dec_scale(m.saving_life, 1, m.retention_days) as whole,
             dec_div(r.live_bytes, 1073741824, 20) as live_gb
      from cold_rated r
      join cold_model m on m.id = cast(r.group_id as text));

-- EBS goes cold by archiving its snapshots: what that saves for the points of a rule that
-- are older than its warm period. Together they free at most what they are billed for.
create temp table rule_archive as
select p.group_id, dec_sum(s.gb) as gb, max(s.archive_rate) as rate, max(s.price_source) as source,
       count(*) as n, dec_sum(s.saving) as saving, dec_sum(s.saving_low) as saving_low,
       dec_sub(dec_sum(s.cost), dec_sum(dec_mul(s.full_low, s.archive_rate))) as saving_high
from warm_point p
join cold_parameter c on p.age_days > c.warm_days
join snapshot_saving s on s.arn = p.arn
where s.archive_rate is not null and s.saving is not null and s.saving_low is not null
group by p.group_id
having count(*) = (select count(*) from warm_point w
                   where w.group_id = p.group_id and w.age_days > max(c.warm_days));

-- A schedule of AWS Backup with its words in an array: minute, hour, day of the month,
-- month, day of the week, year. AWS offers the archive to what runs monthly or less often.
create temp table rule_schedule as
select group_id,
       word ->> '$[2]' not in ('*', '?') and word ->> '$[2]' not glob '*[,/-]*'
         or word ->> '$[4]' glob '*[#L]*' as monthly
from (select group_id, iif(json_valid(word), word, '[]') as word
      from (select group_id,
                   '["' || replace(substr(schedule, 6, length(schedule) - 6), ' ', '","') || '"]' as word
            from group_fact where schedule like 'cron(%)'));

create temp table cold_own_verdict as
select f.*, a.gb as archive_gb, a.rate as archive_rate, a.source as archive_source, a.n as n_archive,
       a.saving as archive_saving, a.saving_low as archive_low, a.saving_high as archive_high,
       case
         when cold_capable is null then 'unknown_type'
         when cold_capable = 0 then 'type'
         when type = 'DynamoDB' and own_product then 'not_advanced'
         when continuous then 'continuous'
         when air_gapped then 'air_gapped'
         when delete_after_event is not null then 'temporary'
         when found = 0 then 'no_rule'
         when retention_days < warm_days + 90 then 'short'
         when backup_form = 'archive' and not monthly then 'often'
         when backup_form = 'archive' then iif(dec_cmp(a.saving_high, '0') <= 0, 'chain_loss', 'chain')
         when rto <= retrieval_seconds then 'rto'
         when on_hold then 'hold'
         when locked and (retention_days < min_retention_days
                          or coalesce(retention_days, max_retention_days + 1)
                             > max_retention_days) then 'lock'
         when retention_days is null and found is null then 'unread'
         when retention_days is null and coalesce(oldest_days, 0) <= warm_days then 'young'
         when resource_gb is null or dec_cmp(resource_gb, '0') <= 0
              or (f.gb is null and itemised) then 'no_bill'
         when f.gb is null then 'split'
         when cold_rate is null then 'no_price'
         when retrieval is null then 'no_restore_price'
         when dec_cmp(f.saving, '0') <= 0 then 'loss'
         else 'saves' end as own_code
from cold_figure f
left join rule_archive a on a.group_id = f.group_id
left join rule_schedule c on c.group_id = f.group_id;

-- A rule's lifecycle is for all that it backs up: where one of them must not go cold, or
-- would cost more there, the rule is not changed for the others. What a plan selects counts
-- before its first point, too.
create temp table cold_sibling as
select plan_id, rule_id, iif(is_copy, vault_arn, '') as copy_vault, own_code as code, min(root_arn) as arn
from cold_own_verdict
where own_code in ('rto', 'hold', 'loss')
group by 1, 2, 3, 4
union
select s.plan_id, null, null, 'rto', min(s.arn)
from selected s
join known_resource k on k.arn = s.arn
join cold_type c on c.type = k.type and c.cold = '1' and c.backup <> 'archive'
join tier t on t.id = k.tier and t.rto <= cast(c.retrieval_seconds as integer)
group by s.plan_id;
create index temp.cold_sibling_plan on cold_sibling(plan_id);

create temp table cold_verdict as
select v.*, s.code as sibling_code, s.arn as sibling_arn,
       iif(s.plan_id is null, v.own_code, 'shared') as code
from cold_own_verdict v
left join cold_sibling s
       on v.own_code = 'saves'
      and s.rowid = (select b.rowid from cold_sibling b
                     where b.plan_id = v.plan_id and coalesce(b.rule_id, v.rule_id) is v.rule_id
                       and coalesce(b.copy_vault, iif(v.is_copy, v.vault_arn, ''))
                           = iif(v.is_copy, v.vault_arn, '')
                     order by b.code desc, b.arn limit 1);

insert into tiering_proposal(kind, resource, account, region, verdict, from_class, to_class, gb,
                             saving, saving_low, saving_high, one_time_cost, price_source, reason,
                             change_json, plan_id, rule_id, rule_name, vault_arn, group_id)
select 'backup_cold', root_arn, account, region,
       case when code = 'saves' then 'accept'
            when code in ('rto', 'hold', 'lock', 'shared') then 'held'
            when code in ('unknown_type', 'no_rule', 'chain', 'unread', 'young', 'no_bill', 'split',
                          'no_price', 'no_restore_price') then 'cannot_tell'
            else 'reject' end,
       'warm', 'cold', iif(code in ('chain', 'chain_loss'), archive_gb, gb),
       case when code in ('saves', 'loss', 'rto', 'hold', 'lock', 'shared') then saving
            when code = 'chain_loss' then archive_saving
            when code in ('type', 'not_advanced', 'continuous', 'air_gapped', 'temporary', 'often')
              then '0'
            when code = 'short' then iif(dec_cmp(saving, '0') < 0, saving, '0') end,
       case when code in ('saves', 'rto', 'hold', 'lock', 'shared') then saving_low
            when code = 'chain' then archive_low end,
       case when code in ('saves', 'rto', 'hold', 'lock', 'shared') then saving_high
            when code = 'chain' then archive_high end,
       '0',
       case when code in ('saves', 'loss', 'rto', 'hold', 'lock', 'shared', 'short')
              then cold_source
            when code in ('chain', 'chain_loss') then archive_source end,
       case code
         when 'unknown_type' then
           'whether backups of ' || type || ' can go cold is not known'
         when 'type' then why
         when 'not_advanced' then
           'DynamoDB backups go cold only with the advanced features of AWS Backup'
         when 'continuous' then 'a continuous backup cannot go cold'
         when 'air_gapped' then
           'points of a logically air-gapped vault cannot go cold'
         when 'temporary' then 'the point is deleted as soon as it is copied'
         when 'no_rule' then
           'no rule of an active plan makes these points: there is no lifecycle to change'
         when 'short' then
           'kept ' || retention_days || ' days; cold after ' || warm_days || ' needs at least '
           || (warm_days + 90) || ', and retention is not lengthened to save'
           || iif(dec_cmp(saving, '0') > 0,
                  ' (kept so long it would even cost ' || dec_round(saving, 2) || ' less)', '')
         when 'rto' then
           'a restore from cold takes ' || (retrieval_seconds / 3600) || ' h more; tier '
           || tier || ' promises ' || (rto / 60)
           || ' min'
         when 'hold' then 'an active legal hold covers these points'
         when 'shared' then
           'the same rule backs up ' || sibling_arn || ', '
           || case sibling_code when 'rto' then 'whose tier cannot wait for a restore from cold'
                when 'hold' then 'whose points a legal hold covers' else 'which would cost more in cold' end
           || ': it needs a rule of its own first'
         when 'lock' then
           'the vault lock allows ' || coalesce(min_retention_days, 0) || ' to '
           || coalesce(max_retention_days, 'any number of') || ' days and the rule keeps '
           || coalesce(retention_days || ' days', 'for ever') || ': its jobs fail'
         when 'often' then
           'AWS Backup archives EBS snapshots only for rules that run monthly or less often'
         when 'chain_loss' then
           'archiving makes full copies: ' || n_archive || ' older points free at most '
           || dec_round(archive_gb, 2) || ' GB and would be billed in full at ' || archive_rate
         when 'chain' then
           'archiving makes a full copy of an incremental snapshot: needs the full size and the'
           || ' blocks that no other snapshot uses, which '
           || iif(archive_high is null, 'neither bill nor inventory shows',
                  'the bill only bounds')
         when 'unread' then 'how long these points are kept is not in what was loaded'
         when 'young' then
           'kept for ever, and no point is older than ' || warm_days || ' days yet'
         when 'no_bill' then
           'the bill of the month names no warm backup storage of this resource'
         when 'split' then
           'several rules make points of this resource and the sizes of some are not known'
         when 'no_price' then
           'no cold price of ' || billed_type || ' in ' || region
           || ': neither the bill nor a price list has it'
         when 'no_restore_price' then
           'points older than ' || warm_days || ' days were restored and what that costs from cold'
           || ' is not known'
         else
           iif(is_copy, 'of the copies: ', '')
           || iif(backup_form = 'full', '', 'at most (incremental: what warm points use stays warm): ')
           || (kept_days - warm_days) || ' of ' || kept_days || ' days move from '
           || dec_round(dec_div(cost, gb, 20), 6) || ' (bill) to ' || cold_rate || ' a GB-month ('
           || cold_price_named || ')'
           || iif(retention_days is null, '; kept for ever, counted to the age of the oldest point',
                  '')
           || iif(dec_cmp(retrieval, '0') <> 0, '; less ' || retrieval || ' a month for restores', '')
           || ', once older points are gone'
           || iif(backup_form <> 'full' and warm_days < 8,
                  '; with less than 8 warm days AWS Backup makes another full one', '')
         end as reason,
       iif(code = 'saves',
           iif(retention_days is null,
               json_object('MoveToColdStorageAfterDays', warm_days),
               json_object('DeleteAfterDays', retention_days,
                           'MoveToColdStorageAfterDays', warm_days)),
           '{}') as change_json,
       plan_id, rule_id, plan_rule_name, vault_arn, group_id
from (
  -- what holds for a type is said once for a resource
  select *, row_number() over (partition by root_arn, code
                               order by account, region, vault_arn, plan_id, rule_id) as nth
  from cold_verdict)
where nth = 1 or code not in ('type', 'unknown_type', 'not_advanced');
