-- The lines of the bill, a shared one in its parts, each with the resource that it is about
-- and the tier that pays for it, by the first method that gives one: direct, lineage, tag,
-- assigned. A copy whose source is gone is an orphan, which no account entry reaches.
create temp table bill_line as
with part as (
  select l.id, l.source_id, l.month, l.payer, l.account, l.billed_region, l.destination_region, l.product_code,
    l.product, l.usage_type, l.operation, l.unit, l.suffix, l.line_type, l.invoice_id, l.resource, l.tag_set_id,
    l.currency, l.n_lines, l.first_line, l.mechanism, l.usage_storage_class,
    iif(p.part is null, l.usage, p.usage) as usage, iif(p.part is null, l.cost, p.cost) as cost,
    iif(p.part is null, l.unblended, p.unblended) as unblended, iif(p.part is null, l.list, p.list) as list,
    coalesce(p.part, 1) as part, p.split_by, p.gb as split_gb, b.resource_arn,
    iif(p.part is null, b.how, 'lineage') as how, iif(p.part is null, b.about, p.about) as about,
    iif(p.part is null, b.known, k.arn) as known, iif(p.part is null, b.source_arn, k.root_arn) as source_arn
  from line_class l
  left join bill_resource b on b.resource = l.resource
  left join shared_part p on p.cost_id = l.id
  left join known_resource k on k.arn = p.about
  where l.month in (select month from run union select previous_month from run)),
line as (
  select l.*, l.how = 'lineage' and l.about is not null and l.known is null as orphan,
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
  from part l
  left join known_resource self on self.arn = l.known
  left join known_resource root on root.arn = l.source_arn
  left join line_tag t on t.tag_set_id = l.tag_set_id and t.kind = 'tier'
  left join tier_value v on v.value = lower(trim(t.value))
  left join tag_value own on own.arn = l.resource_arn and own.kind = 'tier' and l.how = 'lineage'
  left join tier_value w on w.value = lower(trim(own.value))
  left join line_tag app on app.tag_set_id = l.tag_set_id and app.kind = 'application'),
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
  resource_arn, source_arn, how, part, split_by, split_gb,
  case when mechanism is not null then coalesce(known_tier, tag_tier, assigned_tier) end as tier,
  application,
  case
    when mechanism is null then null
    when known_tier is not null then how
    when tag_tier is not null then 'tag'
    when assigned_tier is not null then 'assigned'
    else 'unallocated'
  end as method,
  case -- what it is bought for; routing serves every strategy
    when mechanism in ('backup_storage', 'snapshot_storage', 'archive_storage', 'pitr_storage', 'cross_region_copy',
                       'restore_and_test', 'early_delete', 'backup_operations') then 'backup_and_restore'
    when mechanism in ('replication', 'drs_replication') then 'pilot_light'
    when mechanism = 'global_tables' and product = 'AmazonDynamoDB' then 'active_active'
    when mechanism in ('standby_resources', 'global_tables') then 'warm_standby'
  end as strategy
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
