-- The lines of the bill, each with what it is for, the resource it is about and the tier
-- that pays for it.

-- The names that the bill uses; an EC2 id may stand in an ARN that the inventory writes
-- differently.
create temp table billed_name(name text primary key) without rowid;
insert or ignore into billed_name select resource from cost where resource <> '';
insert or ignore into billed_name
select replace(name, rtrim(name, replace(name, '/', '')), '') from billed_name
where arn_part(name, 2) = 'ec2';

-- Those names, each with the resource that it is, or that it is a copy of: ARNs, bare ids,
-- bucket names.
create temp table bill_name_all as
select * from (
select arn as name, arn, 'direct' as how, arn as about from known_resource
union all
select replace(arn, rtrim(arn, replace(arn, '/', '')), ''), arn, 'direct', arn from known_resource
where arn_part(arn, 2) in ('ec2', 'elasticfilesystem', 'fsx', 'storagegateway') and arn like '%/%'
union all
select arn_part(arn, 5), arn, 'direct', arn from known_resource where arn_part(arn, 2) = 's3'
union all -- Aurora and RDS are billed by their immutable ids
select rtrim(k.arn, replace(k.arn, ':', '')) || a.value, k.arn, 'direct', k.arn
from known_resource k, json_each(k.attributes) a
where arn_part(k.arn, 2) = 'rds' and a.key in ('DbClusterResourceId', 'DbiResourceId')
union all
select arn, arn, 'lineage', resource_arn from recovery_point
union all
select coalesce(recovery_point_arn, ''), recovery_point_arn, 'lineage', resource_arn from backup_job
union all
select coalesce(destination_recovery_point_arn, ''), destination_recovery_point_arn, 'lineage', resource_arn
from copy_job
union all
select arn, arn, 'lineage', resource_arn from snapshot
union all
select id, arn, 'lineage', resource_arn from snapshot where kind = 'ebs'
union all -- a copied snapshot has no volume of its own
select name.value, c.arn, 'lineage', o.resource_arn
from snapshot c join snapshot o on o.arn = c.copy_of_arn, json_each(json_array(c.arn, c.id)) name
where c.resource_arn is null
union all -- a server that Elastic Disaster Recovery replicates
select i.value ->> '$.arn', i.value ->> '$.arn', 'lineage', k.arn
from document d, json_each(iif(json_type(d.body) = 'array', d.body, json_array(json(d.body)))) page,
  json_each(page.value, '$.items') i
join known_resource k on k.type = 'EC2'
  and k.name = i.value ->> '$.sourceProperties.identificationHints.awsInstanceID'
where d.call = 'drs.describe-source-servers' and json_valid(d.body)
union all -- AWS Backup names EBS snapshots and images without their account
select replace(arn, rtrim(arn, replace(arn, '/', '')), ''), arn, 'lineage', resource_arn
from recovery_point where arn_part(arn, 2) = 'ec2')
where name in (select name from billed_name);

create temp table bill_name as
select name, arn, how, source_arn, known, about from (
  select b.name, b.arn, b.how, k.root_arn as source_arn, k.arn as known, b.about,
    row_number() over (partition by b.name order by b.how, k.arn is null, b.about is null, b.about, b.arn) as nth
  from bill_name_all b left join known_resource k on k.arn = b.about)
where nth = 1;
create unique index temp.bill_name_name on bill_name(name);

-- Each resource id of the bill once; how NULL = nothing is known of it.
create temp table bill_resource as
select r.resource,
  coalesce(a.arn, b.arn) as resource_arn, coalesce(a.how, b.how) as how,
  iif(a.name is not null, a.source_arn, b.source_arn) as source_arn,
  iif(a.name is not null, a.known, b.known) as known,
  iif(a.name is not null, a.about, b.about) as about
from (select distinct resource from cost where resource <> '') r
left join bill_name a on a.name = r.resource
left join bill_name b on a.name is null and arn_part(r.resource, 2) = 'ec2'
  and b.name = replace(r.resource, rtrim(r.resource, replace(r.resource, '/', '')), '');
create unique index temp.bill_resource_resource on bill_resource(resource);

-- What the tags of a line say, and the standby entries that they meet.
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
    when exists (
      select 1 from standby s
      where (s.tag_key is null or exists (select 1 from standby_tag t where t.rank = s.rank
                                          and t.tag_set_id = p.tag_set_id))
        and (s.accounts is null or p.account in (select value from json_each(s.accounts)))
        and (s.regions is null or p.billed_region in (select value from json_each(s.regions)))
        and (s.arns is null or exists (select 1 from json_each(s.arns) a
                                       where arn_like(a.value, p.resource))))
      or exists (select 1 from bill_resource b join known_resource k on k.arn = b.known
                 where b.resource = p.resource and b.how = 'direct' and k.standby)
    then 'standby_resources'
  end as mechanism,
  case r.cost_basis when 'unblended' then p.unblended when 'net' then p.net
    when 'net-amortized' then p.net_amortized when 'list' then p.list else p.amortized end as cost
from line_place p
join run r on p.currency = r.currency;

-- The tier of a DR line, by the first method that gives one: direct, lineage, tag,
-- assigned. A copy whose source is gone is an orphan, which no account entry reaches.
create temp table bill_line as
with line as (
  select l.*, b.resource_arn, b.source_arn, b.how, 
    b.how = 'lineage' and b.about is not null and b.known is null as orphan,
    coalesce(root.tier, self.tier) as known_tier,
    coalesce(root.application, self.application, app.value) as application,
    coalesce(v.tier, w.tier) as tag_tier,
    case
      when l.resource like 'arn:%' then l.resource
      when l.product = 'AmazonS3' then 'arn:' || partition(l.billed_region) || ':s3:::' || l.resource
      when l.resource glob 'i-*' or l.resource glob 'vol-*' or l.resource glob 'snap-*'
      then 'arn:' || partition(l.billed_region) || ':ec2:' || l.billed_region || ':' || l.account || ':'
        || iif(l.resource glob 'i-*', 'instance', iif(l.resource glob 'vol-*', 'volume', 'snapshot'))
        || '/' || l.resource
      else l.resource
    end as presumed_arn
  from line_class l
  left join bill_resource b on b.resource = l.resource
  left join known_resource self on self.arn = b.known
  left join known_resource root on root.arn = b.source_arn
  left join line_tag t on t.tag_set_id = l.tag_set_id and t.kind = 'tier'
  left join tier_value v on v.value = lower(trim(t.value))
  left join tag_value own on own.arn = b.resource_arn and own.kind = 'tier' and b.how = 'lineage'
  left join tier_value w on w.value = lower(trim(own.value))
  left join line_tag app on app.tag_set_id = l.tag_set_id and app.kind = 'application'
  where l.month in (select month from run union select previous_month from run)),
placed as (
  select *,
    case when mechanism is not null and known_tier is null and tag_tier is null and not coalesce(orphan, 0)
    then (
      select a.tier from assignment a
      where (a.arns is null or exists (select 1 from json_each(a.arns) p
                                       where arn_like(p.value, line.presumed_arn)))
        and (a.accounts is null or line.account in (select value from json_each(a.accounts)))
      order by a.rank limit 1)
    end as assigned_tier
  from line)
select id as cost_id, source_id, month, payer, account, billed_region as region, destination_region,
  product_code, product, usage_type, operation, unit, suffix, line_type, invoice_id, resource, tag_set_id,
  currency, n_lines, first_line, usage, cost, unblended, list, mechanism,
  iif(mechanism is null, null, usage_storage_class) as storage_class,
  resource_arn, source_arn, how,
  case when mechanism is not null then coalesce(known_tier, tag_tier, assigned_tier) end as tier,
  application,
  case
    when mechanism is null then null
    when known_tier is not null then how
    when tag_tier is not null then 'tag'
    when assigned_tier is not null then 'assigned'
    else 'unallocated'
  end as method
from placed;
create index temp.bill_line_month on bill_line(month, mechanism);
create index temp.bill_line_source on bill_line(source_arn);
create index temp.bill_line_resource on bill_line(resource_arn);

insert into note
select 'The bill of ' || r.month || ' has no net columns: net cost equals cost before discounts.'
from run r
where r.cost_basis in ('net', 'net-amortized')
  and exists (select 1 from bill_month m where m.month = r.month and not m.has_net);

insert into note
select 'The bill of ' || r.month || ' is an estimate: not every line has been invoiced yet.'
from run r join month_loaded m on m.month = r.month
where m.estimated and not exists (select 1 from note where text like 'No complete month%');
