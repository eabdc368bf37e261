-- The user's exceptions and attestations, filled by exception.c: one row per entry x
-- pattern or scope.

create temp table exception (
  id text not null,
  rule text not null,
  pattern text not null,      -- ARN or other resource of a finding, * matches any text
  path text,                  -- one of the five fallbacks, or NULL
  kind text not null,         -- waived, mitigated
  reason text not null,
  controls text not null,     -- JSON array of texts
  owner text not null,
  approver text not null,
  approved_on text not null,  -- YYYY-MM-DD; in force from that day on
  expires_on text not null,   -- YYYY-MM-DD; the last day
  evidence text not null,     -- JSON array of {file, sha256}
  altered text,               -- the evidence file that is missing or altered; NULL: none
  status text not null        -- active, expired, not_yet_valid at as_of; unused once findings are known
);

create temp table attestation (
  number integer not null,    -- place in the file, from 1
  rule text not null,
  scope text not null,        -- ARN (with *), application or tier
  statement text not null,
  author text not null,
  made_on text not null,
  valid_until text not null,
  evidence text not null,     -- JSON array of {file, sha256}
  altered text,
  status text not null        -- valid, expired, not_yet_valid, altered
);
