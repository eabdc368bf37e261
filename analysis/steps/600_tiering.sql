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
