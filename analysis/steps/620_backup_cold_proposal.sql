-- The verdict on each lifecycle of 610_backup_cold.sql. `code` is the first thing that
-- decides, in this order: what AWS does not allow, what must not be broken, what is not
-- known, what loses money. A saving stays NULL where it cannot be told.

create temp table cold_priced as
  select f.rowid as case_id, f.*, p.warm_days,
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
  select p.*, c.rate as cold_rate, c.source as cold_source, c.as_of as cold_as_of,
         case when p.n_cold_restores is null then '0'
              else dec_scale(p.cold_restore_bytes,
                             dec_sub((select rate from unit_price r
                                      where r.region = p.region
                                        and r.suffix = 'Restore-ColdBytes-' || p.billed_type
                                      order by r.rank limit 1),
                                     coalesce((select rate from unit_price r
                                               where r.region = p.region
                                                 and r.suffix = 'Restore-WarmBytes-' || p.billed_type
                                               order by r.rank limit 1), '0')),
                             1073741824) end as retrieval
  from cold_priced p
  left join (select region, suffix, rate, source, as_of, min(rank) from unit_price
             group by region, suffix) c
         on c.region = p.region and c.suffix = 'ColdStorage-ByteHrs-' || p.billed_type;

-- What is kept for ever is deleted by nobody: no minimum of days is billed for it.
insert into cold_case
select r.case_id, r.gb, r.cost, r.cold_rate, r.kept_days, r.warm_days,
       iif(r.retention_days is null, 0, p.cold_minimum_days)
from cold_rated r, cold_parameter p;

create temp table cold_figure as
select r.*, dec_sub(dec_scale(m.saving_life, 1, m.retention_days), r.retrieval) as saving
from cold_rated r
join cold_model m on m.id = r.case_id;

create temp table cold_verdict as
select *,
       case
         when cold_capable is null then 'unknown_type'
         when cold_capable = 0 then 'type'
         when type = 'DynamoDB' and own_product then 'not_advanced'
         when continuous then 'continuous'
         when air_gapped then 'air_gapped'
         when delete_after_event is not null then 'temporary'
         when found = 0 then 'no_rule'
         when retention_days < warm_days + 90 then 'short'
         when backup_form = 'archive' then 'chain'
         when rto <= retrieval_seconds then 'rto'
         when on_hold then 'hold'
         when locked and (retention_days < min_retention_days
                          or coalesce(retention_days, max_retention_days + 1)
                             > max_retention_days) then 'lock'
         when retention_days is null and found is null then 'unread'
         when retention_days is null and coalesce(oldest_days, 0) <= warm_days then 'young'
         when resource_gb is null or dec_cmp(resource_gb, '0') <= 0
              or (gb is null and itemised) then 'no_bill'
         when gb is null then 'split'
         when cold_rate is null then 'no_price'
         when retrieval is null then 'no_restore_price'
         when dec_cmp(saving, '0') <= 0 then 'loss'
         else 'saves' end as code
from cold_figure;

insert into tiering_proposal(kind, resource, account, region, verdict, from_class, to_class, gb,
                             saving, one_time_cost, price_source, reason, change_json, plan_id,
                             rule_id, rule_name, vault_arn)
select 'backup_cold' as kind, root_arn as resource, account, region,
       case when code = 'saves' then 'accept'
            when code in ('rto', 'hold', 'lock') then 'held'
            when code in ('unknown_type', 'no_rule', 'chain', 'unread', 'young', 'no_bill', 'split',
                          'no_price', 'no_restore_price') then 'cannot_tell'
            else 'reject' end as verdict,
       'warm' as from_class, 'cold' as to_class,
       gb,
       case when code in ('saves', 'loss', 'rto', 'hold', 'lock') then saving
            when code in ('type', 'not_advanced', 'continuous', 'air_gapped', 'temporary') then '0'
            when code = 'short' then iif(dec_cmp(saving, '0') < 0, saving, '0') end as saving,
       '0' as one_time_cost,
       iif(code in ('saves', 'loss', 'rto', 'hold', 'lock', 'short'), cold_source, null)
         as price_source,
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
         when 'rto' then
           'a restore from cold takes ' || (retrieval_seconds / 3600) || ' h more; tier '
           || tier || ' promises ' || (rto / 60)
           || ' min'
         when 'hold' then 'an active legal hold covers these points'
         when 'lock' then
           'the vault lock allows ' || coalesce(min_retention_days, 0) || ' to '
           || coalesce(max_retention_days, 'any number of') || ' days and the rule keeps '
           || coalesce(retention_days || ' days', 'for ever') || ': its jobs fail'
         when 'chain' then
           'archiving makes a full copy of an incremental snapshot: needs the full size and the'
           || ' blocks that no other snapshot uses, which neither bill nor inventory shows'
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
           iif(backup_form = 'full', '', 'at most (incremental: what warm points use stays warm): ')
           || (kept_days - warm_days) || ' of ' || kept_days || ' days move from '
           || dec_round(dec_div(cost, gb, 20), 6) || ' (bill) to ' || cold_rate || ' a GB-month ('
           || case cold_source when 'bill' then 'bill' when 'sample' then 'shipped sample of ' || cold_as_of
                               else 'price list of ' || cold_as_of end || ')'
           || iif(retention_days is null, '; kept for ever, counted to the age of the oldest point',
                  '')
           || iif(dec_cmp(retrieval, '0') <> 0, '; less ' || retrieval || ' a month for restores', '')
           || ', once older points are gone'
         end as reason,
       iif(code = 'saves',
           iif(retention_days is null,
               json_object('MoveToColdStorageAfterDays', warm_days),
               json_object('DeleteAfterDays', retention_days,
                           'MoveToColdStorageAfterDays', warm_days)),
           '{}') as change_json,
       plan_id, rule_id, plan_rule_name as rule_name, vault_arn
from (
  -- what holds for a type is said once for a resource
  select *, row_number() over (partition by root_arn, code
                               order by account, region, vault_arn, plan_id, rule_id) as nth
  from cold_verdict)
where nth = 1 or code not in ('type', 'unknown_type', 'not_advanced');
