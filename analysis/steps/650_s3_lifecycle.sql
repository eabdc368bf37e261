-- S3 buckets whose Standard storage nobody reads (the month and the one before it bill no
-- read of an object) and a colder class for it.
--
-- With S3 Inventory: the objects of 128 KiB or more (smaller ones do not move by default) and
-- at least 30 days old, counted; the class with the best net of 12 months among those that
-- can be read within the recovery time of the tier.
-- From billed usage alone: only what both months hold, only GLACIER_IR, as it is read at
-- once; assumed, and said in the reason: objects of 128 KiB or more. The fee is that of the
-- smallest such objects, 8192 a GB: the dearest case.

-- Each archived object adds archive_kib at the archive's price and standard_kib at Standard's.
create temp table s3_candidate(class, suffix, transition, archive_kib, standard_kib,
                               retrieval_seconds);
insert into s3_candidate values
  ('GLACIER_IR', 'TimedStorage-GIR-ByteHrs', 'S3-GIRTransition', 0, 0, 0),
  ('GLACIER', 'TimedStorage-GlacierByteHrs', 'S3-GlacierTransition', 32, 8, 5 * 3600),
  ('DEEP_ARCHIVE', 'TimedStorage-GDA-ByteHrs', 'S3-GDATransition', 32, 8, 12 * 3600);

create temp table standard_bucket as
select k.arn, k.name, k.account, k.tier, b.region, b.cost, b.gb, b.previous_gb, b.n_reads
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
         or json_extract(r.value, '$.Expiration.Days') < 120))
  and dec_cmp(b.gb, '0') > 0;

-- What would move, and how many objects that is.
create temp table standard_moved as
select b.*, o.bucket is not null as counted,
       iif(o.bucket is null, iif(dec_cmp(b.previous_gb, b.gb) < 0, b.previous_gb, b.gb),
           dec_div(o.bytes, 1073741824, 20)) as moved_gb,
       iif(o.bucket is null, dec_mul(iif(dec_cmp(b.previous_gb, b.gb) < 0, b.previous_gb, b.gb), 8192),
           o.n_objects) as n_objects
from standard_bucket b
left join (
  select bucket, sum(iif(moves, bytes, 0)) as bytes, sum(iif(moves, n_objects, 0)) as n_objects
  from (select *, storage_class = 'STANDARD' and current and size_from >= 131072 and hold = ''
                  and coalesce(age_days, 30) >= 30 as moves
        from object_group)
  group by bucket) o on o.bucket = b.name;

create temp table standard_figure as
with priced as (
  select b.*, c.class, p.rate as new_rate, p.source as price_source, dec_mul(b.n_objects, f.rate) as fee,
         dec_sub(dec_scale(b.cost, b.moved_gb, b.gb),
                 dec_add(dec_mul(dec_add(b.moved_gb,
                                         dec_scale(b.n_objects, c.archive_kib, 1048576)), p.rate),
                         dec_scale(dec_scale(b.n_objects, c.standard_kib, 1048576), b.cost, b.gb)))
           as saving
  from standard_moved b
  join s3_candidate c on b.counted or c.class = 'GLACIER_IR'
  left join tier t on t.id = b.tier
  join (select region, suffix, rate, source, min(rank) from unit_price
        where operation not like '%Overhead' group by region, suffix) p
    on p.region = b.region and p.suffix = c.suffix
  join (select region, operation, rate, min(rank) from unit_price
        where suffix in ('Requests-Tier3', 'Requests-Tier4') group by region, operation) f
    on f.region = b.region and f.operation = c.transition
  where t.rto is null or c.retrieval_seconds < t.rto)
select *, dec_sub(dec_mul(saving, 12), fee) as net,
       row_number() over (partition by arn, region
                          order by dec_sub(dec_mul(saving, 12), fee) collate decimal desc, class)
         as nth
from priced;

create temp table standard_verdict as
select *,
       case when dec_cmp(n_reads, '0') > 0 then 'read'
            when dec_cmp(moved_gb, '0') <= 0 then iif(counted, 'nothing', 'one_month')
            when dec_cmp(moved_gb, gb) > 0 then 'disagree'
            when dec_cmp(net, '0') > 0 then 'saves'
            else 'loss' end as code
from standard_figure
where nth = 1;

insert into tiering_proposal(kind, resource, account, region, verdict, from_class, to_class, gb,
                             saving, one_time_cost, price_source, reason, change_json, plan_id,
                             rule_id, rule_name, vault_arn)
select 's3_lifecycle', arn, account, region,
       case when code = 'saves' then 'accept' when code in ('loss', 'nothing') then 'reject'
            else 'cannot_tell' end,
       'STANDARD', class, moved_gb, iif(code in ('saves', 'loss', 'nothing'), saving, null),
       iif(code in ('saves', 'loss'), fee, '0'), iif(code in ('saves', 'loss'), price_source, null),
       case code
         when 'read' then
           'its objects were read ' || n_reads || ' times in two months; which ones takes access logs'
         when 'nothing' then
           'no object in Standard is 128 KiB or larger and 30 days old: nothing would move'
         when 'one_month' then 'the month before is not in the bill: what stays is not known'
         when 'disagree' then
           'S3 Inventory counts ' || moved_gb || ' GB to move and the bill has ' || gb
           || ': they do not belong together'
         else
           'not read in this month or the one before; '
           || iif(counted, n_objects || ' objects by S3 Inventory: ',
                  'assuming objects of 128 KiB or more that stay 90 days, 8192 a GB: ')
           || moved_gb || ' GB at ' || dec_round(dec_div(cost, gb, 20), 6) || ' would cost '
           || new_rate || iif(class = 'GLACIER_IR', '', ' and 40 KiB more for each object')
           || iif(code = 'loss', '; 12 months do not earn back the transitions', '') end,
       iif(code = 'saves',
           json_object('ID', 'drledger-' || lower(replace(class, '_', '-')), 'Status', 'Enabled',
                       'Filter', json_object('ObjectSizeGreaterThan', 131071),
                       'Transitions', json_array(json_object('Days', 30, 'StorageClass', class))),
           '{}'),
       null, null, null, null
from standard_verdict
-- what cannot be told is worth a look from 1 a month on
where code in ('saves', 'loss', 'nothing')
   or dec_cmp(dec_sub(cost, dec_mul(gb, new_rate)), '1') >= 0;
