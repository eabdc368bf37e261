-- What AWS's resource types and the calls of the minimum set are, filled from
-- resource_types.csv and inventory_calls.csv. Lists are words with a space between.

create temp table resource_type (
  rank integer not null,
  type text primary key,      -- AWS Backup's name, or the service's where AWS Backup has none
  opt_in text not null,       -- name in the region's opt-in settings; '' = not in AWS Backup
  service text not null,      -- field 2 of its ARNs
  calls text not null,        -- calls that list all of them
  always integer not null,    -- 1: every account may have some; 0: asked for at a sign of it
  products text not null,     -- product codes in the bill that are such a sign
  tags text not null,         -- 'inline': the listing shows tags; else the call per item that does
  snapshot_kinds text not null, -- its kinds in the table snapshot
  point_calls text not null,  -- calls that tell of protection outside AWS Backup
  copyable integer not null,  -- 1: AWS Backup copies its points across regions
  cold integer not null,      -- 1: its points can move to cold storage
  fully_managed integer not null, -- 1: its points have the vault's key and ARN
  billed_as text not null     -- patterns of the ids that bills call them by; a bucket's name has none
) strict;

create temp table inventory_call (
  rank integer not null,
  call text primary key,
  scope text not null,        -- region, or account: once per account, in any region's folder
  per text not null,          -- '' = one call; else made per vault, plan, selection, table, bucket,
                              -- or per element of `names` in the answer of the call named here
  names text not null,        -- JSON path
  states integer not null     -- 1: the states of resources rest on it
) strict;
