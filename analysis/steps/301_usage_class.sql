-- A usage type may begin with a region's billing code, or with two for a transfer from
-- the first to the second. The codes of multi-region access points are groups of regions
-- that look the same.
create temp table usage_prefix as
select u.id, u.usage_type, p.region, p.kind,
  iif(p.prefix is null, u.usage_type, substr(u.usage_type, length(p.prefix) + 2)) as rest
from usage_kind u
left join billing_prefix p on instr(u.usage_type, 'MRAP-') = 0
  and p.prefix = substr(u.usage_type, 1, length(p.prefix))
  and substr(u.usage_type, length(p.prefix) + 1, 1) in ('-', ':');

create temp table usage_split as
select f.id as usage_id, nullif(f.region, '') as region,
  case when f.kind = 'region' and p.kind = 'region' then p.region end as destination_region,
  iif(p.prefix is null, f.rest, substr(f.rest, length(p.prefix) + 2)) as suffix
from usage_prefix f
left join billing_prefix p on f.kind is not null
  and p.prefix = substr(f.rest, 1, length(p.prefix))
  and substr(f.rest, length(p.prefix) + 1, 1) in ('-', ':');
create unique index temp.usage_split_id on usage_split(usage_id);

create temp table usage_rule as
select u.id as usage_id, coalesce(n.code, u.product_code) as product, (
    select m.rank from mechanism_rule m
    where m.product = coalesce(n.code, u.product_code)
      and arn_like(m.usage_type, s.suffix) and arn_like(m.operation, u.operation)
    order by m.rank limit 1) as rule
from usage_kind u
join usage_split s on s.usage_id = u.id
left join product_name n on n.name = u.product_code;
create unique index temp.usage_rule_id on usage_rule(usage_id);

-- What a table's product bills with a telling name and no row is DR too, by the name of
-- `unclassified`; so is all else of AWS Backup.
create temp table usage_class as
select u.id as usage_id, s.region, s.destination_region, s.suffix, r.product,
  case
    when r.rule is not null then nullif(m.mechanism, '')
    when r.product = 'AWSBackup' then 'unclassified'
    when exists (select 1 from mechanism_rule p where p.product = r.product)
      and exists (select 1 from json_each('["backup","snapshot","restore","replic","recovery"]') w
                  where instr(lower(u.usage_type || ' ' || u.operation), w.value))
      and u.operation not in ('ReadBucketReplication', 'WriteBucketReplication')
    then 'unclassified'
  end as mechanism,
  nullif(m.storage_class, '') as storage_class,
  coalesce(nullif(m.unit, ''), u.unit) as unit
from usage_kind u
join usage_split s on s.usage_id = u.id
join usage_rule r on r.usage_id = u.id
left join mechanism_rule m on m.rank = r.rule;
create unique index temp.usage_class_id on usage_class(usage_id);
