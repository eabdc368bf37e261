-- What AWS calls said. Every row names its source and the JSON pointer of the
-- element it was read from (a file of several pages is an array of its pages).
-- Times are UTC text 'YYYY-MM-DDTHH:MM:SSZ'; days and bytes are integers; flags
-- are 0, 1 or NULL (the answer did not say).

-- A document kept whole, for calls whose answers are few: settings, policies, plans.
create table document (
  source_id integer not null references source(id) on delete cascade,
  pointer text not null,
  account text not null,
  region text not null,
  call text not null,
  item text not null,         -- bucket, table, plan, ... of a call made per item, else ''
  body text not null          -- JSON
) strict;
create index document_source on document(source_id);
create index document_call on document(call, account, region, item);

-- Everything stateful, and what stands beside it (members, replicas).
create table resource (
  source_id integer not null references source(id) on delete cascade,
  pointer text not null,
  arn text not null,
  type text not null,         -- AWS Backup's names: EC2, EBS, RDS, Aurora, DocumentDB, Neptune, DynamoDB, EFS, FSx, S3, ...
  account text not null,
  region text not null,
  name text not null,         -- id or name as people say it
  created_at text,
  state text not null default '',      -- available, running, ... as the call says
  parent_arn text,            -- cluster of a member, instance an EBS volume is attached to
  copy_of_arn text,           -- source of a replica or of a replication destination
  detail integer not null,    -- 0: only listed, 1: described; the highest wins
  attributes text not null default '{}' -- JSON: the fields that rules look at
) strict;
create index resource_source on resource(source_id);
create index resource_arn on resource(arn);

create table resource_tag (
  source_id integer not null references source(id) on delete cascade,
  arn text not null,
  key text not null,
  value text not null
) strict;
create index resource_tag_source on resource_tag(source_id);
create index resource_tag_arn on resource_tag(arn);

create table backup_vault (
  source_id integer not null references source(id) on delete cascade,
  pointer text not null,
  arn text not null,
  name text not null,
  account text not null,
  region text not null,
  type text not null,         -- BACKUP_VAULT, LOGICALLY_AIR_GAPPED_BACKUP_VAULT, RESTORE_ACCESS_BACKUP_VAULT
  key_arn text,
  key_type text,
  locked integer,
  min_retention_days integer,
  max_retention_days integer,
  lock_date text,
  n_recovery_points integer
) strict;
create index backup_vault_source on backup_vault(source_id);
create index backup_vault_arn on backup_vault(arn);

create table recovery_point (
  source_id integer not null references source(id) on delete cascade,
  pointer text not null,
  arn text not null,
  vault_arn text not null,
  vault_name text not null,
  account text not null,      -- of the vault
  region text not null,       -- of the vault
  vault_type text,
  source_vault_arn text,      -- set on copies
  resource_arn text not null,
  resource_type text not null,
  status text not null,       -- COMPLETED, PARTIAL, DELETING, EXPIRED, AVAILABLE, STOPPED, CREATING
  created_at text,
  completed_at text,
  bytes integer,
  encrypted integer,
  key_arn text,
  delete_after_days integer,  -- NULL: kept for ever, or the answer did not say
  cold_after_days integer,
  delete_at text,
  cold_at text,
  delete_after_event text,
  plan_id text,               -- NULL: on demand
  plan_rule_id text,
  plan_rule_name text,
  is_parent integer,
  parent_arn text,
  storage_class text,         -- WARM, COLD; only describe-recovery-point says
  last_restore_at text
) strict;
create index recovery_point_source on recovery_point(source_id);
create index recovery_point_resource on recovery_point(resource_arn, created_at);
create index recovery_point_arn on recovery_point(arn);

create table backup_plan (
  source_id integer not null references source(id) on delete cascade,
  pointer text not null,
  id text not null,
  arn text not null,
  name text not null,
  account text not null,
  region text not null,
  deleted_at text,
  detail integer not null     -- 0: only listed, 1: its rules were read
) strict;
create index backup_plan_source on backup_plan(source_id);
create index backup_plan_id on backup_plan(id);

create table backup_plan_rule (
  source_id integer not null references source(id) on delete cascade,
  pointer text not null,
  plan_id text not null,
  account text not null,
  region text not null,
  rule_id text not null,
  name text not null,
  vault_name text not null,
  air_gapped_vault_arn text,
  schedule text,
  timezone text,
  continuous integer,
  delete_after_days integer,
  cold_after_days integer,
  opt_in_to_archive integer,
  delete_after_event text
) strict;
create index backup_plan_rule_source on backup_plan_rule(source_id);
create index backup_plan_rule_plan on backup_plan_rule(plan_id);

create table backup_plan_copy (
  source_id integer not null references source(id) on delete cascade,
  pointer text not null,
  plan_id text not null,
  account text not null,
  region text not null,
  rule_id text not null,
  destination_vault_arn text not null,
  delete_after_days integer,
  cold_after_days integer
) strict;
create index backup_plan_copy_source on backup_plan_copy(source_id);
create index backup_plan_copy_plan on backup_plan_copy(plan_id);

create table backup_selection (
  source_id integer not null references source(id) on delete cascade,
  pointer text not null,
  plan_id text not null,
  id text not null,
  name text not null,
  account text not null,
  region text not null,
  role_arn text,
  body text,                  -- JSON: Resources, NotResources, ListOfTags, Conditions; NULL: only listed
  detail integer not null
) strict;
create index backup_selection_source on backup_selection(source_id);
create index backup_selection_plan on backup_selection(plan_id);

-- Backup, copy and restore jobs, also from AWS Backup Audit Manager reports.
create table backup_job (
  source_id integer not null references source(id) on delete cascade,
  pointer text not null,      -- JSON pointer, or row number for CSV
  id text not null,
  account text not null,
  region text not null,
  resource_arn text not null,
  resource_type text not null,
  vault_arn text,
  recovery_point_arn text,
  state text not null,
  message text,
  message_category text,
  created_at text,
  completed_at text,
  bytes integer,
  plan_id text,
  plan_rule_id text,
  is_parent integer,
  parent_job_id text,
  delete_after_days integer
) strict;
create index backup_job_source on backup_job(source_id);
create index backup_job_resource on backup_job(resource_arn, created_at);

create table copy_job (
  source_id integer not null references source(id) on delete cascade,
  pointer text not null,
  id text not null,
  account text not null,
  region text not null,
  resource_arn text not null,
  resource_type text not null,
  source_vault_arn text,
  source_recovery_point_arn text,
  destination_vault_arn text,
  destination_recovery_point_arn text,
  state text not null,
  message text,
  created_at text,
  completed_at text,
  bytes integer,
  plan_id text,
  plan_rule_id text
) strict;
create index copy_job_source on copy_job(source_id);
create index copy_job_resource on copy_job(resource_arn, created_at);

create table restore_job (
  source_id integer not null references source(id) on delete cascade,
  pointer text not null,
  id text not null,
  account text not null,
  region text not null,
  resource_arn text,          -- SourceResourceArn
  resource_type text not null,
  recovery_point_arn text,
  recovery_point_created_at text,
  created_resource_arn text,
  status text not null,
  message text,
  created_at text,
  completed_at text,
  testing_plan_arn text,      -- set: an automated restore test
  validation_status text,
  is_parent integer
) strict;
create index restore_job_source on restore_job(source_id);
create index restore_job_resource on restore_job(resource_arn);

-- list-protected-resources: observed once, never proof of protection.
create table protected_resource (
  source_id integer not null references source(id) on delete cascade,
  pointer text not null,
  arn text not null,
  type text not null,
  account text not null,
  region text not null,
  last_backup_at text
) strict;
create index protected_resource_source on protected_resource(source_id);
create index protected_resource_arn on protected_resource(arn);

-- describe-region-settings
create table region_opt_in (
  source_id integer not null references source(id) on delete cascade,
  pointer text not null,
  account text not null,
  region text not null,
  type text not null,
  opted_in integer not null
) strict;
create index region_opt_in_source on region_opt_in(source_id);

-- Snapshots outside (and below) AWS Backup.
create table snapshot (
  source_id integer not null references source(id) on delete cascade,
  pointer text not null,
  arn text not null,
  id text not null,
  kind text not null check (kind in ('ebs', 'rds', 'rds_cluster', 'redshift', 'dynamodb', 'elasticache', 'memorydb', 'fsx')),
  account text not null,
  region text not null,
  resource_arn text,          -- what it was taken of
  origin text not null,       -- manual, automated, awsbackup, dlm, copy
  state text not null,
  tier text,                  -- EBS: standard, archive
  created_at text,
  encrypted integer,
  key_arn text,
  bytes integer,              -- EBS: size of the volume, not of the snapshot
  copy_of_arn text,
  description text not null default ''
) strict;
create index snapshot_source on snapshot(source_id);
create index snapshot_resource on snapshot(resource_arn, created_at);
create index snapshot_arn on snapshot(arn);

-- Which blocks a snapshot of a volume holds, and which differ between two of them.
create table block_listing (
  source_id integer not null references source(id) on delete cascade,
  pointer text not null,
  account text not null,
  region text not null,
  first_snapshot text check (first_snapshot glob 'snap-?*'),   -- NULL: all blocks of the second
  second_snapshot text not null check (second_snapshot glob 'snap-?*'),
  block_size integer not null check (block_size between 1 and 1073741824) -- bytes
) strict;
create index block_listing_source on block_listing(source_id);

-- Blocks that follow each other, both ends included.
create table block_run (
  source_id integer not null references source(id) on delete cascade,
  first_index integer not null check (first_index >= 0),
  last_index integer not null check (last_index < 1000000000),
  in_first integer not null,
  in_second integer not null
) strict;
create index block_run_source on block_run(source_id);
