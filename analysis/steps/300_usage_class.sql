-- What each product x usage type x operation of the bill is for: the data tables, filled
-- by mechanism.c from products.csv, regions.csv and mechanisms.csv.

create temp table product_name (rank integer not null, name text primary key, code text not null) strict;

create temp table billing_prefix (
  rank integer not null,
  prefix text primary key,
  region text not null,
  kind text not null          -- region, zone, none
) strict;

create temp table mechanism_rule (
  rank integer primary key,   -- the first that matches decides
  product text not null,
  usage_type text not null,   -- pattern, without region prefixes
  operation text not null,    -- pattern
  unit text not null,
  mechanism text not null,    -- '' = not DR
  storage_class text not null
) strict;
create index temp.mechanism_rule_product on mechanism_rule(product, rank);
