-- What backups and snapshots cost: each formula of tiering once. A step adds its cases and
-- reads their figures from the view beside the table; a worked example does the same.
--
-- Amounts are exact. What need not end as a decimal is given as two columns, `x` and
-- `x_divisor`: nothing is rounded here. A month of storage has 30 days unless it says so.

-- `gb` that lie `hours` long in storage of `rate` a GB-month. by_day 1: any part of a day is
-- billed as the day (EFS, S3, VMware, SAP HANA and Timestream backups). A class with
-- `minimum_days` bills the days that are missing when its data goes.
create temp table held_case (
  id text primary key,
  gb text not null,
  rate text not null,
  hours integer not null,
  by_day integer not null default 0,
  minimum_days integer not null default 0,
  month_days integer not null default 30
) strict;

create temp view held_model as
select id, dec_mul(gb, billed_hours) as gb_months, month_days * 24 as gb_months_divisor,
       dec_mul(dec_mul(gb, rate), billed_hours) as cost, month_days * 24 as cost_divisor,
       dec_mul(dec_mul(gb, rate), max(minimum_days * 24 - billed_hours, 0)) as early_delete,
       month_days * 24 as early_delete_divisor
from (select *, iif(by_day, (hours + 23) / 24 * 24, hours) as billed_hours from held_case);

-- AWS Backup points of `gb` that cost `warm_cost` a month in warm and are kept
-- `retention_days`: all of them warm, or cold after `warm_days` for `minimum_days` at least
-- (0 for what is kept for ever). `*_life` over the divisor 30 is what one point costs from
-- its first day to its last. Where points are made all the time, `gb` being what lies there
-- at any time, saving_life over retention_days is what a month saves.
create temp table cold_case (
  id text primary key,
  gb text,
  warm_cost text,
  cold_rate text,
  retention_days integer,
  warm_days integer not null,
  minimum_days integer not null
) strict;

create temp view cold_model as
select id, retention_days >= warm_days + minimum_days as valid,
       dec_mul(warm_cost, retention_days) as warm_life,
       dec_add(dec_mul(warm_cost, warm_days), dec_mul(cold_cost, cold_days)) as cold_life,
       dec_sub(dec_mul(warm_cost, retention_days - warm_days), dec_mul(cold_cost, cold_days))
         as saving_life,
       retention_days, 30 as life_divisor,
       -- the retention in days from which cold is the cheaper plan, its minimum being billed
       dec_add(dec_mul(warm_cost, warm_days), dec_mul(cold_cost, minimum_days)) as break_even_days,
       warm_cost as break_even_days_divisor
from (select *, dec_mul(gb, cold_rate) as cold_cost,
             max(retention_days - warm_days, minimum_days) as cold_days from cold_case);

-- One EBS snapshot into the archive: `full_gb` are billed there; of `billed_gb`, for which
-- `billed_cost` is paid now, `unique_gb` go. `restores` are expected in 12 months, each of
-- the full size.
create temp table archive_case (
  id text primary key,
  full_gb text,
  unique_gb text,
  billed_gb text,
  billed_cost text,
  archive_rate text,
  retrieval_rate text,
  restores text not null default '0'
) strict;

create temp view archive_model as
select id, dec_sub(dec_scale(billed_cost, unique_gb, billed_gb), dec_mul(full_gb, archive_rate))
         as saving,
       dec_mul(full_gb, retrieval_rate) as restore_cost,
       iif(restores = '0', '0', dec_mul(restores, dec_mul(full_gb, retrieval_rate))) as restores_cost,
       -- more than this many GB must be its own
       dec_mul(dec_mul(full_gb, archive_rate), billed_gb) as needed_gb,
       billed_cost as needed_gb_divisor
from archive_case;

-- A chain of `points`: one full, the others what changed since the one before. In the
-- archive each is full. Copied elsewhere, the first travels in full, then `copies` changes
-- a month.
create temp table chain_case (
  id text primary key,
  full_gb text,
  change_gb text,
  points integer,
  rate text,
  archive_rate text,
  copy_rate text,
  copies integer
) strict;

create temp view chain_model as
select id, stored_gb, dec_mul(stored_gb, rate) as cost,
       dec_mul(dec_mul(full_gb, points), archive_rate) as archived_cost,
       dec_sub(dec_mul(stored_gb, rate), dec_mul(dec_mul(full_gb, points), archive_rate)) as saving,
       dec_mul(stored_gb, archive_rate) as naive_cost, -- as if increments stayed increments
       dec_mul(full_gb, copy_rate) as first_copy_cost,
       dec_mul(dec_mul(change_gb, copies), copy_rate) as copies_cost
from (select *, dec_add(full_gb, dec_mul(change_gb, points - 1)) as stored_gb from chain_case);

-- Backups of S3 that move to the low-cost warm tier: `moved_gb` in `n_objects` of `gb`.
create temp table low_cost_case (
  id text primary key,
  gb text,
  moved_gb text,
  n_objects integer,
  rate text,
  low_rate text,
  object_fee text
) strict;

create temp view low_cost_model as
select id, dec_mul(gb, rate) as cost,
       dec_add(dec_mul(dec_sub(gb, moved_gb), rate), dec_mul(moved_gb, low_rate)) as cost_after,
       dec_mul(moved_gb, dec_sub(rate, low_rate)) as saving,
       dec_mul(n_objects, object_fee) as fee,
       dec_mul(n_objects, object_fee) as payback_months,
       dec_mul(moved_gb, dec_sub(rate, low_rate)) as payback_months_divisor
from low_cost_case;
