-- What the user's policy says, filled by policy.c. Lists are JSON text, or NULL where the
-- entry has none.

create temp table tier (
  id text primary key,
  rank integer not null,      -- place in the policy, from 0
  name text not null,
  match text not null,        -- JSON list of tag values
  strategy text,
  rto integer,                -- seconds
  rpo integer,                -- seconds
  min_retention_days integer,
  cross_region integer,       -- 1: a copy in another region is asked for
  restore_test_days integer
) strict;

create temp table policy_tag (
  kind text not null,         -- tier, application, owner
  key text not null,          -- tag_key() form
  rank integer not null       -- the first that a resource has counts
) strict;

create temp table default_tier (tier text not null) strict; -- no row or one

create temp table assignment (rank integer not null, tier text not null, arns text, accounts text) strict;
create temp table out_of_scope (rank integer not null, arns text, accounts text, reason text not null) strict;
create temp table standby (
  rank integer not null,
  tag_key text,               -- tag_key() form
  tag_value text,
  accounts text,
  regions text,
  arns text
) strict;
-- Transfer between Regions that is replication for recovery; regions: where it goes.
create temp table transfer_claim (
  rank integer not null,
  tag_key text,
  tag_value text,
  accounts text,
  regions text,
  arns text
) strict;
create temp table policy_region (region text not null, role text not null) strict; -- home, dr
create temp table budget (month text not null, amount text not null) strict;
create temp table policy_param (name text not null, value text not null) strict;
create temp table policy_file (organization text, digest text) strict; -- one row
