-- S3 backups have no cold storage but a low-cost warm tier: what lies in a vault for 60 days
-- or more may move there, one way, for a fee an object; it is restored as before. The bill
-- knows no objects: S3 Inventory of the bucket counts them, with their age.

create temp table low_cost_bucket as
select b.source_arn as arn, b.account, b.region, b.gb, b.cost, o.old_objects,
       dec_scale(b.gb, o.old_bytes, o.bytes) as moved_gb
from warm_bill b
join known_resource k on k.arn = b.source_arn and k.type = 'S3'
join (select bucket, dec_sum(bytes) as bytes, dec_sum(iif(age_days >= 60, bytes, 0)) as old_bytes,
             sum(iif(age_days >= 60, n_objects, 0)) as old_objects
      from object_group where current group by bucket
      having count(age_days) = count(*)) o on o.bucket = k.name
where dec_cmp(b.gb, '0') > 0 and dec_cmp(o.old_bytes, '0') > 0
  and exists (select 1 from group_fact g
              where g.root_arn = b.source_arn and g.account = b.account and g.region = b.region
                and g.oldest_days >= 60);

insert into low_cost_case
select arn || ' ' || b.account || ' ' || b.region, b.gb, b.moved_gb, b.old_objects,
       dec_div(b.cost, b.gb, 20), low.rate, fee.rate
from low_cost_bucket b
join (select region, rate, min(rank) from unit_price
      where suffix = 'low-cost warm S3' group by region) low on low.region = b.region
join (select region, rate, min(rank) from unit_price
      where suffix = 'low-cost warm S3 transition' group by region) fee on fee.region = b.region;

create temp table low_cost_figure as
select b.*, m.cost as cost_now, m.cost_after, m.saving, m.fee,
       dec_sub(dec_mul(m.saving, 12), m.fee) as net,
       dec_div(m.payback_months, m.payback_months_divisor, 1) as months,
       (select min(g.vault_arn) from group_fact g
        where g.root_arn = b.arn and g.account = b.account and g.region = b.region
          and not g.air_gapped having count(distinct g.vault_arn) = 1) as vault_arn,
       exists (select 1 from group_fact g
               where g.root_arn = b.arn and g.account = b.account and g.region = b.region
                 and g.on_hold) as on_hold
from low_cost_bucket b
join low_cost_model m on m.id = b.arn || ' ' || b.account || ' ' || b.region
where not exists (
  select 1 from answer_page a, json_each(a.page, '$.TieringConfigurations') t
  where a.call = 'backup.list-tiering-configurations' and a.account = b.account
    and a.region = b.region);

insert into tiering_proposal(kind, resource, account, region, verdict, from_class, to_class, gb,
                             saving, one_time_cost, price_source, reason, change_json, vault_arn)
select 'backup_cold', arn, account, region,
       case when dec_cmp(net, '0') <= 0 then 'reject' when on_hold then 'held'
            when vault_arn is null then 'cannot_tell' else 'accept' end,
       'warm', 'low_cost_warm', moved_gb, saving, fee, 'sample',
       case when dec_cmp(net, '0') <= 0 then '12 months do not earn back the fee: '
            when on_hold then 'an active legal hold covers these points; '
            when vault_arn is null then 'in several vaults, and how much in which is not known; ' else '' end
         || dec_round(moved_gb, 2) || ' of ' || dec_round(gb, 2) || ' GB (' || old_objects
         || ' objects by S3 Inventory) are 60 days old: ' || dec_round(cost_now, 2) || ' would become '
         || dec_round(cost_after, 2) || ' a month, paid back in ' || months || ' months; one way',
       iif(dec_cmp(net, '0') > 0 and not on_hold and vault_arn is not null,
           json_object('TieringConfigurationName',
                       'drledger_' || replace(replace(substr(arn_part(vault_arn, 5), 14), '-', '_'), '.', '_'),
                       'BackupVaultName', substr(arn_part(vault_arn, 5), 14),
                       'ResourceSelection',
                       json_array(json_object('Resources', json_array(arn), 'ResourceType', 'S3',
                                              'TieringDownSettingsInDays', 60))),
           '{}'),
       vault_arn
from low_cost_figure;
