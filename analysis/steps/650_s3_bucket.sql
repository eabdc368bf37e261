-- What is known of each bucket: what the bill says of its classes, how often it is read, what
-- its lifecycle rules do already, at which prices.

create temp table s3_line as
select source, account, region, current, class, role, line_type, usage, cost
from (
  select coalesce(b.resource_arn,
                  iif(b.resource like 'arn:%', b.resource,
                      'arn:' || partition(b.region) || ':s3:::' || b.resource)) as source,
         b.account, b.region, b.month = (select month from run) as current, b.line_type,
         b.usage, b.cost, c.class, c.role,
         row_number() over (partition by b.cost_id order by c.operation = '') as n
  from bill_line b
  join s3_class c on c.suffix = b.suffix and c.operation in ('', b.operation)
  where coalesce(b.resource_arn, b.resource) <> ''
    and b.product in ('AmazonS3', 'AmazonS3GlacierDeepArchive'))
where n = 1;

-- The bill of a class: stored_cost is its storage and overhead, full_cost also reads and early
-- deletions.
create temp table s3_stored as
select source, max(account) as account, region, class,
       dec_sum(iif(current and role <> 'access', cost, null)) as stored_cost,
       dec_sum(iif(current and role = 'storage', cost, null)) as storage_cost,
       dec_sum(iif(current, cost, null)) as full_cost,
       dec_sum(iif(current and role = 'storage' and line_type in ('Usage', 'DiscountedUsage'),
                   usage, null)) as gb,
       dec_sum(iif(not current and role = 'storage' and line_type in ('Usage', 'DiscountedUsage'),
                   usage, null)) as previous_gb
from s3_line
group by source, region, class;
create index temp.s3_stored_key on s3_stored(source, region, class);

-- The buckets: those of the inventory, and those that the bill names.
create temp table s3_name as
select arn, name from known_resource where type = 'S3'
union
select source, substr(source, instr(source, ':::') + 3) from s3_stored where source like '%:::%';
create index temp.s3_name_name on s3_name(name);

-- Requests that read objects, a month.
create temp table s3_read as
select resource_arn as arn, region, class,
       dec_scale(dec_sum(usage), 1, (select count(distinct month) from bill_line)) as n_reads
from (
  select resource_arn, region, usage,
         case suffix when 'Requests-Tier2' then 'STANDARD'
                     when 'Requests-SIA-Tier2' then 'STANDARD_IA'
                     when 'Requests-ZIA-Tier2' then 'ONEZONE_IA'
                     when 'Requests-GIR-Tier2' then 'GLACIER_IR' end as class
  from bill_line
  where product = 'AmazonS3' and suffix like 'Requests-%Tier2'
    and (operation = '' or (operation like '%Get%' and operation not like '%ForRepl')))
where class is not null
group by resource_arn, region, class;

create temp table s3_rate as
select region, class, what, rate, source, as_of
from (
  select u.region, k.class, k.what, u.rate, u.source, u.as_of,
         row_number() over (partition by u.region, k.class, k.what
                            order by u.rank, k.rank, u.operation = '') as n
  from s3_price_key k
  join unit_price u on u.suffix = k.suffix and u.operation in (k.operation, ''))
where n = 1;
create unique index temp.s3_rate_key on s3_rate(region, class, what);

-- --- lifecycle rules -----------------------------------------------------------

create temp table s3_rule as
select *,
       prefix = '' and not tagged and size_below is null and coalesce(size_above, 0) <= 131072
         as whole -- of all objects that a class takes by default
from (
  select k.arn, r.key as nth, coalesce(r.value ->> '$.ID', 'without ID') as id, r.value as body,
         coalesce(r.value ->> '$.Filter.Prefix', r.value ->> '$.Filter.And.Prefix',
                  r.value ->> '$.Prefix', '') as prefix,
         coalesce(json_type(r.value, '$.Filter.Tag'), json_type(r.value, '$.Filter.And.Tags'))
           is not null as tagged,
         coalesce(r.value ->> '$.Filter.ObjectSizeGreaterThan',
                  r.value ->> '$.Filter.And.ObjectSizeGreaterThan') as size_above,
         coalesce(r.value ->> '$.Filter.ObjectSizeLessThan',
                  r.value ->> '$.Filter.And.ObjectSizeLessThan') as size_below
  from answer_page a, json_each(a.page, '$.Rules') r
  join s3_name k on k.name = a.item
  where a.call = 's3api.get-bucket-lifecycle-configuration'
    and r.value ->> '$.Status' = 'Enabled');

-- What happens to objects when: to_class '' = they go. Rules by date, and those of some
-- objects only, have no day: which objects they take is not counted.
create temp table s3_event as
select arn, id, current, to_class, iif(whole, day, null) as day
from (
  select r.arn, r.id, r.whole, 1 as current, t.value ->> '$.StorageClass' as to_class,
         t.value ->> '$.Days' as day
  from s3_rule r, json_each(r.body, '$.Transitions') t
  union all
  select arn, id, whole, 1, body ->> '$.Transition.StorageClass', body ->> '$.Transition.Days'
  from s3_rule where json_type(body, '$.Transition') = 'object'
  union all
  select arn, id, whole, 1, '', body ->> '$.Expiration.Days'
  from s3_rule
  where coalesce(body ->> '$.Expiration.Days', body ->> '$.Expiration.Date') is not null
  union all
  select r.arn, r.id, r.whole, 0, t.value ->> '$.StorageClass', t.value ->> '$.NoncurrentDays'
  from s3_rule r, json_each(r.body, '$.NoncurrentVersionTransitions') t
  union all
  select arn, id, whole, 0, body ->> '$.NoncurrentVersionTransition.StorageClass',
         body ->> '$.NoncurrentVersionTransition.NoncurrentDays'
  from s3_rule where json_type(body, '$.NoncurrentVersionTransition') = 'object'
  union all
  select arn, id, whole, 0, '', body ->> '$.NoncurrentVersionExpiration.NoncurrentDays'
  from s3_rule where json_type(body, '$.NoncurrentVersionExpiration') = 'object');

-- The first thing that happens to objects that are still where they were written.
create temp table s3_due as
select arn, current, min(day) as day, max(to_class) as to_class,
       (select min(p.id) from s3_event p
        where p.arn = e.arn and p.current = e.current and p.day is null) as partial_rule
from s3_event e
where day is null
   or day = (select min(f.day) from s3_event f where f.arn = e.arn and f.current = e.current)
group by arn, current;

-- A bucket that only its S3 Inventory report knows has no tier: where tiers promise recovery
-- times, what cannot be read at once is too slow for it.
create temp table s3_bucket as
select n.arn, n.name, coalesce(k.account, s.account) as account,
       coalesce(k.tier, 'unknown') as tier,
       iif(k.arn is null, (select 1 from tier where rto is not null limit 1), t.rto) as rto, s.region,
       o.taken_at is not null as counted,
       exists (select 1 from call_state c
               where c.call = 's3api.get-bucket-lifecycle-configuration' and c.item = k.name
                 and c.status in ('ok', 'empty', 'not_configured')) as rules_known,
       -- what becomes of objects below 128 KiB is a setting of the whole configuration, which a
       -- new one replaces: it matters where rules move to the archive. NULL: no such rule
       (select coalesce(max(a.page ->> '$.TransitionDefaultMinimumObjectSize'), 'unknown')
        from answer_page a
        where a.call = 's3api.get-bucket-lifecycle-configuration' and a.item = n.name
          and exists (select 1 from s3_event e
                      where e.arn = n.arn and e.to_class in ('GLACIER', 'DEEP_ARCHIVE'))
        having count(*) > 0) as small_objects
from (select source, region, max(account) as account from s3_stored where dec_cmp(gb, '0') > 0
      group by source, region) s
join s3_name n on n.arn = s.source
left join known_resource k on k.arn = s.source and k.type = 'S3'
left join tier t on t.id = k.tier
left join object_report o on o.bucket = n.name
where k.arn is not null or o.bucket is not null;

-- --- price steps -----------------------------------------------------------------

-- Of Standard storage, by Region: the newest loaded list, else the shipped sample.
insert into s3_step
select region, begin_gb, rate
from (
  select coalesce(nullif(p.region, ''), b.region, 'us-east-1') as region,
         dec_add(coalesce(nullif(p.begin_range, ''), '0')) as begin_gb, p.price as rate,
         rank() over (partition by coalesce(nullif(p.region, ''), b.region, 'us-east-1')
                      order by p.published desc, p.source_id desc) as n
  from price p
  left join billing_prefix b on b.prefix = substr(p.usage_type, 1, instr(p.usage_type, '-') - 1)
  where p.offer = 'AmazonS3' and p.currency = (select currency from run)
    and p.usage_type in ('TimedStorage-ByteHrs', b.prefix || '-TimedStorage-ByteHrs'))
where n = 1
on conflict do nothing;

insert into s3_step
select region, begin_gb, price from (
  select region, begin_gb, price from sample_step where suffix = 'TimedStorage-ByteHrs'
  union all
  select region, '0', price from sample_price
  where product_code = 'AmazonS3' and suffix = 'TimedStorage-ByteHrs')
where (select currency from run) = 'USD' and region not in (select list from s3_step);

-- All that the bill has of it: steps count over the buckets of a Region.
create temp table s3_volume as
select region, dec_sum(cost) as cost, dec_sum(iif(line_type = 'Usage', usage, null)) as gb
from bill_line
where product = 'AmazonS3' and suffix = 'TimedStorage-ByteHrs' and month = (select month from run)
group by region;
