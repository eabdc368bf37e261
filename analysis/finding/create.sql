-- The rules of this run and what they find, filled by rule_run.c.

create temp table rule (
  id text primary key,
  title text not null,
  severity text not null,
  why text not null,
  remediation text not null,
  needs_bill integer not null,
  placeholder integer not null,
  evidence_days integer       -- the rule's max_evidence_age_days; NULL: none
) without rowid;

-- rule x call it needs; uses 1: it only uses it
create temp table rule_need (rule text not null, call text not null, uses integer not null);

-- rule x 'ACCOUNT/REGION/SERVICE.CALL' that it lacks
create temp table rule_gap (
  rule text not null,
  missing text not null,
  primary key (rule, missing)
) without rowid;

create temp table finding (
  rule text not null,
  resource text not null,
  account text,
  region text,
  tier text,
  verdict text not null,
  reason text not null,
  monthly_cost text,          -- decimal; NULL: the bill does not tell
  source_id integer,
  pointer text,
  overlay text,               -- excepted, exception_expired
  exception text,
  primary key (rule, resource)
) without rowid;
