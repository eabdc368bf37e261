-- The bill, at the grain of the questions: one row of `cost` per billing month x
-- payer x account x region x usage x line type x invoice x resource x tag set x
-- currency x source file, with exact sums of every cost basis.

create table usage_kind (
  id integer primary key,
  product_code text not null, -- AmazonS3; FOCUS: x_ServiceCode, else ServiceName
  usage_type text not null,   -- EUC1-TimedStorage-ByteHrs
  operation text not null,
  unit text not null,         -- pricing unit as the bill says, '' if it does not
  unique (product_code, usage_type, operation, unit)
) strict;

create table invoice (
  id integer primary key,
  invoice_id text not null,   -- '' = not invoiced yet: an estimate
  payer text not null,
  entity text not null,       -- invoicing entity
  unique (invoice_id, payer, entity)
) strict;

create table tag_set (
  id integer primary key,
  tags text not null unique   -- JSON object, keys as the file spells them, sorted; '{}' = none
) strict;

create table cost (
  id integer primary key,
  source_id integer not null references source(id) on delete cascade,
  month text not null,        -- billing period, YYYY-MM
  payer text not null,
  account text not null,      -- usage account
  region text not null,       -- as the file says (product region, else the availability zone's); '' if it does not
  usage_id integer not null references usage_kind(id),
  line_type text not null,    -- line item type as the file says; FOCUS: charge category (and class)
  invoice_id integer not null references invoice(id),
  resource text not null,     -- resource id as the file says: ARN, bare id, bucket name, ''
  tag_set_id integer not null references tag_set(id),
  currency text not null,
  n_lines integer not null,   -- line items summed here
  first_line integer not null,-- row number of the first of them in the source, the header being row 1
  usage text not null,        -- decimals from here on
  unblended text not null,    -- FOCUS: billed
  net text not null,          -- net unblended; equals unblended where the file has no net columns
  amortized text not null,
  net_amortized text not null,
  list text not null          -- public on-demand cost, else unblended
) strict;
create index cost_source on cost(source_id);
create index cost_month on cost(month, payer);

-- The months a payer's bill covers, who delivered them and how far they reach.
create table bill_month (
  month text not null,
  payer text not null,
  delivery_id integer not null references delivery(id) on delete cascade,
  usage_end text,             -- UTC; the newest usage end of the month's lines
  has_net integer not null,   -- 1: the file carries net columns
  has_invoices integer not null, -- 1: the file says which lines have been invoiced (FOCUS 1.0 cannot)
  primary key (month, payer)
) strict, without rowid;
create index bill_month_delivery on bill_month(delivery_id);
