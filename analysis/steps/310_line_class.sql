-- The lines of the bill, each with what it is for.

-- What the tags of a line say, and the entries of the policy that they meet.
create temp table line_tag as
select tag_set_id, kind, value from (
  select s.id as tag_set_id, p.kind, t.value,
    row_number() over (partition by s.id, p.kind order by p.kind = 'tier' and v.tier is null, p.rank, t.key) as nth
  from tag_set s, json_each(s.tags) t join policy_tag p on p.key = tag_key(t.key)
  left join tier_value v on v.value = lower(trim(t.value))
  where s.tags <> '{}' and t.value <> '')
where nth = 1;
create unique index temp.line_tag_id on line_tag(tag_set_id, kind);

create temp table standby_tag as
select distinct b.rank, s.id as tag_set_id
from standby b, tag_set s, json_each(s.tags) t
where b.tag_key is not null and tag_key(t.key) = b.tag_key and lower(t.value) = lower(b.tag_value);
create unique index temp.standby_tag_rank on standby_tag(rank, tag_set_id);

create temp table transfer_tag as
select distinct b.rank, s.id as tag_set_id
from transfer_claim b, tag_set s, json_each(s.tags) t
where b.tag_key is not null and tag_key(t.key) = b.tag_key and lower(t.value) = lower(b.tag_value);
create unique index temp.transfer_tag_rank on transfer_tag(rank, tag_set_id);

-- Any month's lines with their mechanism. The region is that of the usage type, else the
-- file's, else the one whose usage types carry no code.
create temp view line_place as
select c.*, u.mechanism as usage_mechanism, u.storage_class as usage_storage_class, u.unit,
  u.suffix, u.product, u.destination_region, c.line_type like 'tax%' as is_tax,
  coalesce(u.region, nullif(c.region, ''),
           iif(k.usage_type = '' or u.product in ('AmazonRoute53', 'AWSR53AppRecoveryController',
                                                  'AmazonCloudFront', 'AWSSupportBusiness'),
               'global', 'us-east-1')) as billed_region,
  k.product_code, k.usage_type, k.operation
from cost c
join usage_class u on u.usage_id = c.usage_id
join usage_kind k on k.id = c.usage_id;

create temp view line_class as
select p.*,
  case
    when p.is_tax then null
    when p.usage_mechanism is not null then p.usage_mechanism
    when p.product = 'AmazonEC2' and p.destination_region is not null and p.suffix glob 'AWS-*Bytes*' and exists (
      select 1 from transfer_claim s
      where (s.tag_key is null or exists (select 1 from transfer_tag t where t.rank = s.rank
                                          and t.tag_set_id = p.tag_set_id))
        and (s.accounts is null or p.account in (select value from json_each(s.accounts)))
        and (s.regions is null or p.destination_region in (select value from json_each(s.regions)))
        and (s.arns is null or exists (select 1 from json_each(s.arns) a
                                       where arn_like(a.value, p.resource))))
    then 'replication'
    when exists (
      select 1 from standby s
      where (s.tag_key is null or exists (select 1 from standby_tag t where t.rank = s.rank
                                          and t.tag_set_id = p.tag_set_id))
        and (s.accounts is null or p.account in (select value from json_each(s.accounts)))
        and (s.regions is null or p.billed_region in (select value from json_each(s.regions)))
        and (s.arns is null or exists (select 1 from json_each(s.arns) a
                                       where arn_like(a.value, p.resource))))
    then 'standby_resources'
    else (select b.mechanism from bill_resource b where b.resource = p.resource)
  end as mechanism,
  case r.cost_basis when 'unblended' then p.unblended when 'net' then p.net
    when 'net-amortized' then p.net_amortized when 'list' then p.list else p.amortized end as cost
from line_place p
join run r on p.currency = r.currency;
