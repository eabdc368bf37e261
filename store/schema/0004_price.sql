-- On-demand prices of AWS price list offer files.

create table price (
  source_id integer not null references source(id) on delete cascade,
  offer text not null,        -- AWSBackup, AmazonS3, ...
  published text not null,    -- UTC; '' if the file does not say
  usage_type text not null,   -- with its region prefix
  operation text not null,
  region text not null,       -- '' if the file does not say
  unit text not null,
  begin_range text not null,  -- of a price by steps; the first begins at 0
  price text not null,        -- decimal
  currency text not null
) strict;
create index price_source on price(source_id);
