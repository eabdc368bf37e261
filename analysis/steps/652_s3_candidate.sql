-- Which objects of a bucket could move where, and what that does (607_s3_model.sql).
--
-- With S3 Inventory: objects counted by size and age, from 30 days on, at several sizes. What
-- an existing rule moves or removes by then is its business; what comes after is known.
-- From billed usage alone: what both months hold, assumed (and said) to be objects of
-- 128 KiB, the dearest case that moves by default, that stay.

-- From which size on; below 128 KiB only where a rule's filter asks for it.
create temp table s3_least(min_size integer);
insert into s3_least values (0), (65536), (131072), (262144), (524288), (1048576);

-- An age group of S3 Inventory ends where the next begins.
create temp table s3_age(age_days integer, until_days integer);
insert into s3_age values (0, 30), (30, 60), (60, 90), (90, 120), (120, 180), (180, 365),
                          (365, 730), (730, 1000000);

-- Reads by age where Storage Class Analysis counted them, a month of 30 days. The bucket is
-- the one that the export's path names.
create temp table s3_access_day as
select k.arn, a.storage_class as class, coalesce(a.age_from, -1) as age_days, a.day,
       max(a.retrieved_mb collate decimal) as retrieved_mb, max(a.n_gets collate decimal) as n_gets
from object_access a
join source s on s.id = a.source_id
join s3_name k
  on ('/' || s.path like '%/' || k.name || '/%' or '/' || s.path like '%/' || k.name || '.csv%')
group by k.arn, a.storage_class, a.age_from, a.config, a.day;

create temp table s3_access as
select arn, class, age_days,
       dec_scale(dec_scale(dec_sum(retrieved_mb), 1, 1024), 30, count(distinct day)) as read_gb,
       dec_scale(dec_sum(n_gets), 30, count(distinct day)) as n_reads
from s3_access_day
group by arn, class, age_days;

create temp table s3_days as
select b.arn, d.days
from (select distinct arn from s3_bucket) b
join (select 30 as days union all select 90 union all select 180 union all select 365) d
where d.days = 30 or b.arn in (select arn from s3_access);

-- Objects of one class that would move, by the day and the least size of the rule.
create temp table s3_moved as
select b.arn, b.region, g.storage_class as from_class, g.current, d.days, l.min_size,
       b.counted, u.day - d.days as kept_days, u.to_class as next_class, u.partial_rule,
       sum(g.n_objects) as n_objects, dec_div(sum(g.bytes), 1073741824, 20) as gb,
       sum(iif(g.size_from < 131072, g.n_objects, 0)) as n_small,
       dec_div(sum(iif(g.size_from < 131072, g.bytes, 0)), 1073741824, 20) as small_gb,
       max(g.bytes / g.n_objects + (g.bytes % g.n_objects > 0)) as largest_bytes,
       sum(iif(g.hold = 'legal_hold', g.n_objects, 0)) as n_held
from s3_bucket b
join object_group g on b.counted and g.bucket = b.name and g.hold <> 'unreplicated'
join s3_days d on d.arn = b.arn
join s3_least l on g.size_from >= l.min_size
left join s3_age a on a.age_days = g.age_days
left join s3_due u on u.arn = b.arn and u.current = g.current
where coalesce(g.age_days, 30) >= iif(g.current, d.days, d.days + 30)
  and (u.day is null or coalesce(a.until_days, 1000000) <= u.day)
group by b.arn, b.region, g.storage_class, g.current, d.days, l.min_size
union all
select b.arn, b.region, s.class, 1, 30, 131072, 0, u.day - 30, u.to_class, u.partial_rule,
       dec_mul(moved.gb, 8192), moved.gb, 0, '0', 131072, 0
from s3_bucket b
join s3_stored s on s.source = b.arn and s.region = b.region and s.class = 'STANDARD'
join (select source, region, class, iif(dec_cmp(previous_gb, gb) < 0, previous_gb, gb) as gb
      from s3_stored) moved
  on moved.source = s.source and moved.region = s.region and moved.class = s.class
left join s3_due u on u.arn = b.arn and u.current = 1
where not b.counted and dec_cmp(s.gb, '0') > 0
  and (u.arn is null or (u.to_class = '' and u.day >= 120 and u.partial_rule is null));

-- What goes from Standard goes at the price of the last steps, and at no more than is paid.
create temp table s3_moved_nth as
select *, row_number() over (order by arn, region, current, days, min_size, from_class) as n
from s3_moved;

insert into s3_step_case
select 'moved ' || m.n, m.region, v.gb, m.gb
from s3_moved_nth m
join s3_volume v on v.region = m.region
where m.from_class = 'STANDARD' and dec_cmp(v.gb, '0') > 0;

create temp table s3_class_objects as
select k.arn, g.storage_class as class, sum(g.n_objects) as n_objects
from object_group g
join s3_name k on k.name = g.bucket
where g.current
group by k.arn, g.storage_class;

create temp table s3_moved_cost as
select m.*, s.gb as billed_gb, s.stored_cost as billed_cost, r.rate as from_rate, r.source as from_source,
       iif(m.from_class <> 'STANDARD', null,
           iif(dec_cmp(dec_scale(v.cost, p.saving, p.cost),
                       dec_scale(s.stored_cost, m.gb, s.gb)) < 0,
               dec_scale(v.cost, p.saving, p.cost), dec_scale(s.stored_cost, m.gb, s.gb)))
         as from_cost,
       coalesce(q.n_reads, '0') as n_reads,
       coalesce(dec_scale(q.n_reads, m.n_objects, o.n_objects), '0') as n_moved_reads,
       m.arn in (select arn from s3_access) as analysed
from s3_moved_nth m
left join s3_stored s on s.source = m.arn and s.region = m.region and s.class = m.from_class
                     and dec_cmp(s.gb, '0') > 0
left join s3_rate r on r.region = m.region and r.class = m.from_class and r.what = 'storage'
left join s3_volume v on v.region = m.region and dec_cmp(v.gb, '0') > 0
left join s3_step_model p on p.id = 'moved ' || m.n
left join s3_read q on q.arn = m.arn and q.region = m.region and q.class = m.from_class and m.current
left join s3_class_objects o on o.arn = m.arn and o.class = m.from_class;

-- Reads of what moves: none, likely, at worst. Storage Class Analysis says by age what is
-- read; else the bill says how often, and any object may have been meant: likely the reads
-- are spread evenly, at worst all meant the largest.
create temp table s3_moved_read as
select *,
       iif(analysed, (select dec_sum(a.read_gb) from s3_access a
                      where a.arn = m.arn and a.class = m.from_class and a.age_days >= m.days),
           coalesce(dec_scale(n_moved_reads, gb, n_objects), '0')) as read_gb,
       iif(analysed, (select dec_sum(a.n_reads) from s3_access a
                      where a.arn = m.arn and a.class = m.from_class and a.age_days >= m.days),
           n_moved_reads) as likely_reads,
       iif(analysed, (select dec_sum(a.read_gb) from s3_access a
                      where a.arn = m.arn and a.class = m.from_class and a.age_days = -1),
           dec_div(dec_mul(n_reads, largest_bytes), 1073741824, 20)) as worst_read_gb,
       n_reads as worst_reads
from s3_moved_cost m;

insert into s3_case
select 'moved ' || m.n || ' ' || c.class, m.from_class, c.class, m.n_objects, m.gb, m.n_small,
       m.small_gb, m.from_cost, m.from_rate, s.rate, standard.rate, f.rate,
       iif(m.next_class = c.class, null, m.kept_days), m.read_gb, m.likely_reads, r.rate,
       dec_sub(q.rate, now.rate), o.minimum_days
from s3_moved_read m
join s3_transition t on t.from_class = m.from_class
join s3_storage_class c on c.class = t.to_class and c.class <> 'INTELLIGENT_TIERING'
join s3_storage_class o on o.class = m.from_class
left join s3_rate s on s.region = m.region and s.class = c.class and s.what = 'storage'
left join s3_rate standard on standard.region = m.region and standard.class = 'STANDARD'
                          and standard.what = 'storage'
left join s3_rate f on f.region = m.region and f.class = c.class and f.what = 'transition'
left join s3_rate r on r.region = m.region and r.class = c.class and r.what = 'retrieval'
left join s3_rate q on q.region = m.region and q.class = c.class and q.what = 'read_request'
left join s3_rate now on now.region = m.region and now.class = m.from_class
                     and now.what = 'read_request';

create temp table s3_outcome as
with figure as materialized (
  select id, to_class, cost, one_time_cost, saving, retrieval_cost, to_rate, retrieval_rate,
         read_request_rate
  from s3_model)
select m.*, c.to_class, c.cost, c.one_time_cost, c.saving, c.to_rate,
       dec_add(c.saving, c.retrieval_cost) as saving_high,
       dec_sub(dec_add(c.saving, c.retrieval_cost),
               dec_add(iif(m.worst_read_gb = '0', '0', dec_mul(m.worst_read_gb, c.retrieval_rate)),
                       iif(m.worst_reads = '0', '0',
                           dec_mul(m.worst_reads, c.read_request_rate)))) as saving_low
from s3_moved_read m
join s3_transition t on t.from_class = m.from_class
join figure c on c.id = 'moved ' || m.n || ' ' || t.to_class;
