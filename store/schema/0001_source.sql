-- Where every fact comes from. Deleting a source deletes its facts.

-- What was loaded together and is replaced together.
create table delivery (
  id integer primary key,
  kind text not null check (kind in ('bill', 'inventory', 'prices', 'user')),
  origin text not null,       -- bill: 'export:' + report or export identity, or 'folder:' + path; else the folder
  digest text not null        -- sha256 over the sorted digests of its files
) strict;

-- One file that was looked at, as it is on disk (compressed, if it is).
create table source (
  id integer primary key,
  delivery_id integer references delivery(id) on delete cascade,
  path text not null,         -- below the folder that was given; printed in reports
  location text not null,     -- absolute path when it was read; never in a report
  sha256 text not null,       -- lower-case hex; '' for a call of which only .err or .rc exists
  bytes integer not null,
  format text not null,       -- a name that `drledger formats` lists, or '' for a file left alone
  status text not null check (status in (
    'ok',                     -- read
    'empty',                  -- read: a header and no rows, or an empty list
    'not_configured',         -- the call answered that nothing is configured
    'denied',                 -- the call was refused: AccessDenied and its kin
    'failed',                 -- the call failed otherwise
    'truncated',              -- a page token was left over: there is more than this file shows
    'refused',                -- the file cannot be used; nothing of it was kept
    'left_alone')),           -- the file is no input of this run (older delivery, side file)
  message text not null default '',   -- why, when status is not 'ok'
  account text,               -- inventory: the scope of the call
  region text,                -- inventory: 'global' for account-wide services
  call text,                  -- inventory: 'backup.list-backup-vaults'
  item text,                  -- inventory: the NAME of a call made per item, else ''
  rows_read integer not null default 0,
  rows_kept integer not null default 0,
  rows_rejected integer not null default 0,
  newest_event text           -- UTC; the newest past event in it (usage end, job or point completed)
) strict;
create index source_delivery on source(delivery_id);
create index source_call on source(call, account, region);

-- The unblended (FOCUS: billed) sum of the rows kept, per currency.
create table control_total (
  source_id integer not null references source(id) on delete cascade,
  currency text not null,
  unblended text not null,    -- decimal
  primary key (source_id, currency)
) strict, without rowid;

-- What was wrong in the data (support/diag.h): every reject, and every note.
create table diagnostic (
  source_id integer not null references source(id) on delete cascade,
  line integer not null,      -- row from 1, the header being row 1; 0: the file as a whole
  column_name text not null,  -- header name or JSON pointer
  code text not null,
  level text not null check (level in ('note', 'warning', 'reject')),
  message text not null
) strict;
create index diagnostic_source on diagnostic(source_id);
