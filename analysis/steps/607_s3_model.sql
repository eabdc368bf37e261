-- What S3 objects cost in a class and what moving them does: each formula once, as in
-- 606_backup_model.sql. GB are of 2^30 bytes, rates a GB-month or a request. What lies for
-- days only, or is deleted early, is held_case's.

-- `n_objects` of `gb` that a lifecycle rule moves from one class to another; `n_small` of
-- them, `small_gb` in all, are below 128 KiB. from_cost: what they are billed now where that
-- is not the rate (price steps, the bill), a month. kept_days: how long they lie in the new
-- class, NULL = for good. Each month `read_gb` of them are read by `n_reads` requests.
create temp table s3_case (
  id text primary key,
  from_class text not null,
  to_class text not null,
  n_objects text not null,
  gb text not null,
  n_small text not null default '0',
  small_gb text not null default '0',
  from_cost text,
  from_rate text,
  to_rate text,
  standard_rate text,
  transition_rate text,
  kept_days integer,
  read_gb text not null default '0',
  n_reads text not null default '0',
  retrieval_rate text,
  read_request_rate text,     -- more than it is now
  early_days integer not null default 0 -- of the old class, not over yet at worst
) strict;

create temp view s3_size as
select c.*, max(coalesce(c.kept_days, t.minimum_days), t.minimum_days) as billed_days,
       -- what small objects are billed beyond their size, and what all are beyond it
       iif(t.minimum_kib = 0, '0',
           dec_sub(dec_scale(c.n_small, t.minimum_kib, 1048576), c.small_gb)) as small_objects_gb,
       dec_scale(c.n_objects, t.archive_kib, 1048576) as overhead_archive_gb,
       dec_scale(c.n_objects, t.standard_kib, 1048576) as overhead_standard_gb,
       iif(f.minimum_kib = 0, '0',
           dec_sub(dec_scale(c.n_small, f.minimum_kib, 1048576), c.small_gb))
         as from_small_objects_gb,
       dec_scale(c.n_objects, f.archive_kib, 1048576) as from_archive_gb,
       dec_scale(c.n_objects, f.standard_kib, 1048576) as from_standard_gb,
       t.minimum_kib
from s3_case c
join s3_storage_class f on f.class = c.from_class
join s3_storage_class t on t.class = c.to_class;

create temp view s3_cost as
select s.*, dec_add(gb, small_objects_gb, overhead_archive_gb) as billed_gb,
       coalesce(from_cost,
                dec_add(dec_mul(dec_add(gb, from_small_objects_gb, from_archive_gb), from_rate),
                        iif(from_standard_gb = '0', '0', dec_mul(from_standard_gb, standard_rate))))
         as cost,
       dec_add(dec_mul(dec_add(gb, small_objects_gb, overhead_archive_gb), to_rate),
               iif(overhead_standard_gb = '0', '0', dec_mul(overhead_standard_gb, standard_rate)))
         as stored_cost,
       dec_mul(n_objects, transition_rate) as fee,
       dec_add(iif(read_gb = '0', '0', dec_mul(read_gb, retrieval_rate)),
               iif(n_reads = '0', '0', dec_mul(n_reads, read_request_rate))) as retrieval_cost,
       iif(early_days = 0, '0',
           dec_scale(dec_mul(gb, from_rate), early_days, 30)) as early_cost
from s3_size s;

-- Objects that go before the class's minimum is over are billed to its end; where objects come
-- and go all the time, their transitions are paid again and again.
create temp view s3_model as
select *, dec_sub(cost, dec_add(cost_after, retrieval_cost)) as saving,
       dec_add(fee, early_cost) as one_time_cost,
       dec_sub(dec_mul(dec_sub(cost, dec_add(cost_after, retrieval_cost)), 12),
               dec_add(fee, early_cost)) as net_12_months,
       dec_add(fee, early_cost) as payback_months,
       dec_sub(cost, dec_add(cost_after, retrieval_cost)) as payback_months_divisor,
       dec_mul(dec_sub(dec_mul(gb, from_rate), dec_mul(gb, to_rate)), 12) as naive_12_months,
       -- the size that costs as much in both, and the share read a month that eats the saving
       dec_mul(minimum_kib, to_rate) as break_even_kib, from_rate as break_even_kib_divisor,
       dec_sub(cost, cost_after) as break_even_read, dec_mul(gb, retrieval_rate)
         as break_even_read_divisor
from (
  select *,
         iif(kept_days is null, stored_cost,
             dec_add(dec_scale(stored_cost, billed_days, kept_days), dec_scale(fee, 30, kept_days)))
           as cost_after
  from s3_cost);

-- Objects that Intelligent-Tiering watches, all of 128 KiB or more: what is not read for 30
-- days costs the rate of infrequent, for 90 days that of instant archive. The shares of bytes
-- in them are in 10000; the rest stays in frequent, which costs what Standard does.
create temp table s3_watch_case (
  id text primary key,
  n_objects text not null,
  gb text not null,
  cost text not null,         -- now, a month
  infrequent_rate text,
  instant_archive_rate text,
  monitoring_rate text,
  transition_rate text,
  infrequent_share integer not null,
  instant_archive_share integer not null
) strict;

create temp view s3_watch_model as
select *, dec_sub(gain, monitoring_cost) as saving,
       dec_sub(dec_mul(dec_sub(gain, monitoring_cost), 12), fee) as net_12_months
from (
  select *, dec_mul(n_objects, monitoring_rate) as monitoring_cost,
         dec_mul(n_objects, transition_rate) as fee,
         dec_scale(dec_add(dec_mul(infrequent_share, dec_sub(cost, dec_mul(gb, infrequent_rate))),
                           dec_mul(instant_archive_share,
                                   dec_sub(cost, dec_mul(gb, instant_archive_rate)))), 1, 10000) as gain
  from s3_watch_case);

-- Storage whose price goes down by steps: `gb` in a Region, of which `moved_gb` go. They go
-- from the top, where a GB costs least.
create temp table s3_step (
  list text not null,
  begin_gb text not null,
  rate text not null,
  primary key (list, begin_gb)
) strict, without rowid;

create temp table s3_step_case (
  id text primary key,
  list text not null,
  gb text not null,
  moved_gb text not null
) strict;

create temp view s3_step_end as
select list, begin_gb, rate,
       lead(begin_gb) over (partition by list order by begin_gb collate decimal) as end_gb
from s3_step;

create temp view s3_step_model as
select id, cost, dec_sub(cost, cost_after) as saving
from (
  select c.id,
         dec_sum(iif(dec_cmp(c.gb, s.begin_gb) <= 0, '0',
                     dec_mul(dec_sub(iif(dec_cmp(c.gb, coalesce(s.end_gb, c.gb)) < 0, c.gb,
                                         coalesce(s.end_gb, c.gb)), s.begin_gb), s.rate))) as cost,
         dec_sum(iif(dec_cmp(c.left_gb, s.begin_gb) <= 0, '0',
                     dec_mul(dec_sub(iif(dec_cmp(c.left_gb, coalesce(s.end_gb, c.left_gb)) < 0, c.left_gb,
                                         coalesce(s.end_gb, c.left_gb)), s.begin_gb), s.rate))) as cost_after
  from (select *, dec_sub(gb, moved_gb) as left_gb from s3_step_case) c
  join s3_step_end s on s.list = c.list
  group by c.id);

-- Bringing all of it back once: GB and requests.
create temp table s3_restore_case (
  id text primary key,
  gb text not null,
  n_objects text not null,
  retrieval_rate text,
  request_rate text
) strict;

create temp view s3_restore_model as
select id, dec_add(dec_mul(gb, retrieval_rate), dec_mul(n_objects, request_rate)) as cost
from s3_restore_case;
