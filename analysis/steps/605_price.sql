-- What one unit costs, from the best source that says so: the bill's own rate, else the
-- newest loaded price list, else the shipped sample (prices.csv: dated, and few). Nothing is filled in from a neighbour region.
-- The rate of the bill is the cost of every matching line (discounts and credits too, so
-- that no saving can exceed what is paid) over the usage of its usage lines.
-- S3 prices by operation too; elsewhere the suffix is enough.

create temp table billed_rate as
select region, suffix, operation, dec_div(cost, usage, 20) as rate
from (
  select region, suffix, iif(product like 'AmazonS3%', operation, '') as operation,
         dec_sum(cost) as cost,
         dec_sum(iif(line_type in ('Usage', 'DiscountedUsage', 'SavingsPlanCoveredUsage'),
                     usage, null)) as usage
  from bill_line
  where month = (select month from run) and (mechanism is not null or product like 'AmazonS3%')
  group by 1, 2, 3)
where dec_cmp(usage, '0') > 0 and dec_cmp(cost, '0') > 0;

-- The first step of each price of the newest list: what a little more costs at most.
create temp table listed_price as
select region, suffix, operation, rate, as_of
from (
  select coalesce(nullif(p.region, ''), b.region, 'us-east-1') as region,
         iif(b.prefix is null, p.usage_type, substr(p.usage_type, length(b.prefix) + 2)) as suffix,
         iif(p.offer like 'AmazonS3%', p.operation, '') as operation, p.price as rate,
         iif(p.published = '', 'an unknown date', substr(p.published, 1, 10)) as as_of,
         row_number() over (partition by p.offer, p.usage_type, iif(p.offer like 'AmazonS3%', p.operation, '')
                            order by p.published desc, p.price collate decimal desc) as n
  from price p
  left join billing_prefix b on b.prefix = substr(p.usage_type, 1, instr(p.usage_type, '-') - 1)
  where p.begin_range in ('', '0') and p.currency = (select currency from run))
where n = 1;

-- `named` is the source as a reason says it.
create temp table unit_price as
select region, suffix, operation, rate, 1 as rank, 'bill' as source, (select month from run) as as_of,
       'bill' as named
from billed_rate
union all
select region, suffix, operation, rate, 2, 'price_list', as_of, 'price list of ' || as_of
from listed_price
union all
select region, suffix, operation, price, 3, 'sample', as_of, 'shipped sample of ' || as_of
from sample_price where (select currency from run) = 'USD';
create index temp.unit_price_key on unit_price(region, suffix, operation);
