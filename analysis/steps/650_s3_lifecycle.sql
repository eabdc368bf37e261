-- S3 buckets whose Standard storage nobody reads, from billed usage alone: the month and the
-- one before it show no read of an object, and what both months hold is the data that stays.
-- Proposed is GLACIER_IR, as it is read at once and so breaks no recovery time.
--
-- Assumed, and said in the reason: objects of 128 KiB or more (smaller ones do not move by
-- default) that are kept 90 days more. The transition fee is that of the smallest such
-- objects, 8192 a GB: the dearest case.

create temp table standard_bucket as
select k.arn, k.name, k.account, b.region, b.cost, b.gb, b.previous_gb, b.n_reads
from (
  select resource_arn, region,
         dec_sum(iif(storage and current, cost, null)) as cost,
         dec_sum(iif(storage and current and line_type = 'Usage', usage, null)) as gb,
         dec_sum(iif(storage and not current and line_type = 'Usage', usage, null)) as previous_gb,
         dec_sum(iif(not storage, usage, null)) as n_reads
  from (
    select resource_arn, region, cost, usage, line_type,
           month = (select month from run) as current,
           suffix = 'TimedStorage-ByteHrs' as storage
    from bill_line
    where product = 'AmazonS3'
      and ((suffix = 'TimedStorage-ByteHrs' and operation = 'StandardStorage')
           or (suffix = 'Requests-Tier2'
               and (operation = '' or (operation like '%Get%' and operation not like '%ForRepl')))))
  group by resource_arn, region) b
join known_resource k on k.arn = b.resource_arn and k.type = 'S3'
where not exists (
  select 1 from answer_page a, json_each(a.page, '$.Rules') r
  where a.call = 's3api.get-bucket-lifecycle-configuration' and a.item = k.name
    and json_extract(r.value, '$.Status') = 'Enabled'
    and (json_type(r.value, '$.Transitions') = 'array'
         or json_type(r.value, '$.Transition') = 'object'
         or json_extract(r.value, '$.Expiration.Days') < 120));

create temp table standard_figure as
select b.*, g.source as price_source, g.rate as new_rate,
       dec_mul(dec_mul(b.moved_gb, 8192), f.rate) as fee,
       dec_sub(dec_scale(b.cost, b.moved_gb, b.gb), dec_mul(b.moved_gb, g.rate)) as saving
from (select *, iif(dec_cmp(previous_gb, gb) < 0, previous_gb, gb) as moved_gb from standard_bucket
      where dec_cmp(gb, '0') > 0) b
join (select region, rate, source, min(rank) from unit_price
      where suffix = 'TimedStorage-GIR-ByteHrs' group by region) g on g.region = b.region
join (select region, rate, min(rank) from unit_price
      where suffix = 'Requests-Tier4' and operation = 'S3-GIRTransition' group by region) f
  on f.region = b.region;

insert into tiering_proposal
select 's3_lifecycle', arn, account, region, verdict, 'STANDARD', 'GLACIER_IR', moved_gb,
       iif(verdict = 'cannot_tell', null, saving), iif(verdict = 'cannot_tell', '0', fee),
       iif(verdict = 'cannot_tell', null, price_source),
       case when verdict <> 'cannot_tell' then
              'not read in this month or the one before; assuming objects of 128 KiB or more that'
              || ' stay 90 days: ' || moved_gb || ' GB at '
              || dec_round(dec_div(cost, gb, 20), 6) || ' would cost ' || new_rate
              || '; transitions at their dearest, 8192 objects a GB'
            when dec_cmp(n_reads, '0') > 0 then
              'its objects were read ' || n_reads || ' times in two months; which ones, and how large'
              || ' they are, takes S3 Inventory and access logs'
            else 'the bill does not show two months with their read requests' end,
       iif(verdict = 'accept',
           json_object('ID', 'drledger-glacier-ir', 'Status', 'Enabled',
                       'Filter', json_object('ObjectSizeGreaterThan', 131071),
                       'Transitions', json_array(json_object('Days', 30,
                                                             'StorageClass', 'GLACIER_IR'))),
           '{}'),
       null, null, null, null
from (
  select *,
         case when dec_cmp(n_reads, '0') > 0 or dec_cmp(moved_gb, '0') <= 0
                   or not exists (select 1 from bill_line where product = 'AmazonS3'
                                  and suffix = 'Requests-Tier2' and month = (select month from run))
                then 'cannot_tell'
              when dec_cmp(dec_sub(dec_mul(saving, 12), fee), '0') > 0 then 'accept'
              else 'reject' end as verdict
  from standard_figure)
-- what cannot be told is worth a look from 1 a month on
where verdict <> 'cannot_tell' or dec_cmp(dec_sub(cost, dec_mul(gb, new_rate)), '1') >= 0;
