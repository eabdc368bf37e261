-- What S3 Inventory reports count in a bucket: never one row per object.

-- The newest report of a bucket. n_objects + n_delete_markers are its rows.
create table object_report (
  source_id integer not null references source(id) on delete cascade,
  bucket text not null,
  taken_at text not null,     -- UTC; when the report was begun
  all_versions integer not null, -- 0: of current versions only
  n_objects integer not null,
  n_delete_markers integer not null -- have no size and no class
) strict;
create index object_report_source on object_report(source_id);
create index object_report_bucket on object_report(bucket);

-- Its objects by all that decides what they cost in which class. size_from and age_days are
-- the lower ends of a bin (ingest/object_histogram.h); bytes are exact, and 128 KiB, below
-- which some classes bill more than there is, is the end of a bin.
create table object_group (
  source_id integer not null references source(id) on delete cascade,
  bucket text not null,
  taken_at text not null,
  storage_class text not null, -- as the report says; a class of tomorrow passes through
  current integer not null,   -- 0: versions that a newer one has replaced
  hold text not null,         -- legal_hold, locked (until a time to come), unreplicated (pending or failed), or ''
  size_from integer not null, -- bytes
  age_days integer,           -- since it was written; NULL: the report does not say
  n_objects integer not null,
  bytes integer not null
) strict;
create index object_group_source on object_group(source_id);
create index object_group_bucket on object_group(bucket);

-- What S3's Storage Class Analysis counted of reads, by class, age and day. It does not say of
-- which bucket: its path does. Objects of 128 KiB or more, but all sizes in the rows without an
-- age. Exports overlap: a day can be in several.
create table object_access (
  source_id integer not null references source(id) on delete cascade,
  config text not null,       -- id of the analytics configuration
  storage_class text not null,
  age_from integer,           -- days; NULL: objects of any age and size
  day text not null,          -- YYYY-MM-DD
  stored_mb text not null,    -- decimal, as below
  retrieved_mb text not null,
  n_gets text not null        -- GET and PUT requests
) strict;
create index object_access_source on object_access(source_id);
