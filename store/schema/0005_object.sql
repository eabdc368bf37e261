-- What S3 Inventory reports count in a bucket: never one row per object.

create table object_group (
  source_id integer not null references source(id) on delete cascade,
  bucket text not null,
  taken_at text not null,     -- UTC; when the report was begun
  storage_class text not null,
  current integer not null,   -- 0: versions that a newer one has replaced
  small integer not null,     -- 1: below 128 KiB
  age_days integer,           -- at least so old: 0, 30, 90 or 180; NULL: the report does not say
  n_objects integer not null,
  bytes integer not null
) strict;
create index object_group_source on object_group(source_id);
create index object_group_bucket on object_group(bucket);
