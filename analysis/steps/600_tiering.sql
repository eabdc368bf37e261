-- What tiering rests on beside the bill and the inventory: the user's parameters, and the
-- data tables, filled by tiering.c from cold_types.csv, prices.csv and s3_classes.csv.

create temp table cold_parameter as
select coalesce((select cast(value as integer) from policy_param where name = 'cold_after_days'), 30)
         as warm_days,
       90 as cold_minimum_days;

create temp table cold_type (
  rank integer not null,
  type text primary key,      -- as AWS Backup calls it
  cold text not null,         -- 1: can go cold
  backup text not null,       -- full, incremental, archive (a full copy of an increment), unknown
  by_day text not null,       -- 1: any part of a day is billed as the day
  retrieval_seconds text not null, -- how much longer a restore from cold takes
  why text not null           -- for people, where it cannot
) strict;

create temp table sample_price (
  rank integer not null,
  product_code text not null,
  region text not null,
  suffix text not null,
  operation text not null,
  unit text not null,
  price text not null,        -- USD, list
  as_of text not null,        -- year, month or day
  source text not null
) strict;

-- What S3 bills for a class: its storage, its overhead (small objects, metadata, monitoring)
-- and access (reads, early deletion). An empty operation stands for every other one.
create temp table s3_class (
  rank integer not null,
  class text not null,
  suffix text not null,
  operation text not null,
  role text not null          -- storage, overhead, access
) strict;

-- What the steps from 620 on propose, and what they looked at and do not propose.
create temp table tiering_proposal (
  kind text not null,         -- backup_cold, ebs_archive, s3_lifecycle, s3_intelligent_tiering, reverse
  resource text not null,
  account text not null,
  region text not null,
  verdict text not null,      -- accept, reject, cannot_tell, held
  from_class text not null,
  to_class text not null,
  gb text,
  saving text,                -- a month, in steady state; negative = it would cost more; NULL = cannot be told
  saving_low text,            -- where what will be read or freed is not known: the saving
  saving_high text,           -- at the worst and at best
  one_time_cost text not null,
  price_source text,          -- bill, price_list, sample
  reason text not null,
  change_json text not null,  -- what to change; '{}' unless accepted
  plan_id text,
  rule_id text,
  rule_name text,
  vault_arn text,
  group_id integer            -- the lifecycle of group_fact that it changes
) strict;

-- S3's classes, the moves that a lifecycle rule can make, and where prices are found
-- (s3_storage_classes.csv, s3_transitions.csv, s3_price_keys.csv, s3_price_steps.csv).
create temp table s3_storage_class (
  rank integer not null,
  class text primary key,
  minimum_days integer not null,
  minimum_kib integer not null,      -- an object is billed as so much at least
  archive_kib integer not null,      -- more that each object is billed, at the class's rate
  standard_kib integer not null,     -- and at Standard's
  retrieval_seconds integer not null,
  zones integer not null
) strict;

create temp table s3_transition (
  rank integer not null,
  from_class text not null,
  to_class text not null
) strict;

create temp table s3_price_key (
  rank integer not null,
  class text not null,
  what text not null,         -- storage, transition, retrieval, read_request, ...
  suffix text not null,
  operation text not null     -- a price without an operation will do
) strict;

create temp table sample_step (
  rank integer not null,
  region text not null,
  suffix text not null,
  begin_gb text not null,     -- of a Region and month
  price text not null,
  as_of text not null
) strict;
