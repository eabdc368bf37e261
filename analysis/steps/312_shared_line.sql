-- Lines that one charge for the copies of several resources stands in: a backup vault's,
-- a Region's database backups, a transfer that names no copy, a replication server. Each is
-- split over the sources of those copies: by the GB of a source's copies where the size of
-- all is known, else evenly.

-- Everything that a line may be for.
create temp table shared_point as
select p.type, p.about, p.account, p.region, p.vault_arn, p.source_vault_arn, p.created_at, p.ends_at,
  p.bytes, p.air_gapped, p.cold, p.created_in
from (
  select max(r.resource_type) as type, max(r.resource_arn) as about, max(r.account) as account,
    max(r.region) as region, max(r.vault_arn) as vault_arn, max(r.source_vault_arn) as source_vault_arn,
    max(r.created_at) as created_at, max(r.delete_at) as ends_at, max(r.bytes) as bytes,
    max(coalesce(r.vault_type, v.type, '')) = 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT' as air_gapped,
    max(case r.storage_class when 'COLD' then '' when 'WARM' then null else r.cold_at end) as cold,
    coalesce(nullif(arn_part(max(r.source_vault_arn), 3), ''), nullif(arn_part(max(r.resource_arn), 3), ''))
      as created_in
  from recovery_point r
  left join (select arn, max(type) as type from backup_vault group by arn) v on v.arn = r.vault_arn
  where r.resource_arn <> '' and r.status <> 'CREATING' and r.is_parent is not 1
  group by r.arn
  union all -- not what AWS Backup made and its vaults list, or keep behind an image
  select coalesce(max(k.type), case max(s.kind) when 'ebs' then 'EBS' when 'rds' then 'RDS' when 'rds_cluster'
    then 'Aurora' when 'redshift' then 'Redshift' when 'elasticache' then 'ElastiCache' when 'memorydb'
    then 'MemoryDB' when 'fsx' then 'FSx' end),
    max(a.about), max(s.account), max(s.region), null, null, max(s.created_at), null, max(s.bytes), 0,
    iif(max(s.tier) = 'archive', '', null), arn_part(max(s.copy_of_arn), 3)
  from snapshot s
  join snapshot_about a on a.arn = s.arn
  left join known_resource k on k.arn = a.about
  where a.about is not null and not (s.kind = 'ebs' and s.origin = 'awsbackup')
    and not exists (select 1 from recovery_point r where r.arn = s.arn)
  group by s.arn
  union all -- a database's own backups, unless they are listed
  select k.type, k.arn, k.account, k.region, null, null, k.created_at, null,
    (k.attributes ->> '$.AllocatedStorage') * 1073741824, 0, null, null
  from known_resource k
  where k.type in ('RDS', 'Aurora', 'DocumentDB', 'Neptune') and k.role = 'source'
    and k.attributes ->> '$.BackupRetentionPeriod' > 0
    and not exists (select 1 from snapshot s where s.resource_arn = k.arn and s.origin = 'automated')) p;
create index temp.shared_point_vault on shared_point(vault_arn);
create index temp.shared_point_source_vault on shared_point(source_vault_arn);
create index temp.shared_point_place on shared_point(account, region, type);

-- Which types a usage type outside AWS Backup may be for.
create temp table shared_type(product text, suffix text, type text);
insert into shared_type values
  ('AmazonRDS', 'RDS*:ChargedBackupUsage', 'RDS'),
  ('AmazonRDS', 'Aurora:BackupUsage', 'Aurora'),
  ('AmazonDocDB', '*BackupUsage', 'DocumentDB'),
  ('AmazonNeptune', '*', 'Neptune'),
  ('AmazonFSx', 'BackupUsage*', 'FSx'),
  ('AmazonRedshift', 'Redshift:*', 'Redshift'),
  ('AmazonElastiCache', 'ElastiCache:BackupUsage', 'ElastiCache'),
  ('AmazonMemoryDB', 'SnapshotUsage', 'MemoryDB'),
  ('AmazonDynamoDB', 'TimedBackupStorage-ByteHrs', 'DynamoDB'),
  ('AmazonEC2', 'EBS:SnapshotUsage', 'EBS'),
  ('AmazonEC2', 'EBS:SnapshotUsage', 'EC2'),
  ('AmazonEC2', 'EBS:SnapshotArchiveStorage', 'EBS'),
  ('AmazonEC2', 'AWS-*Bytes*', 'EBS'),
  ('AmazonEC2', 'AWS-*Bytes*', 'EC2');

-- The lines, those alike together. What a line's own tags say of its tier comes first.
create temp table shared_line as
select l.id as cost_id, l.mechanism, l.usage, l.cost, l.unblended, l.list,
  dense_rank() over (order by l.month, l.account, l.billed_region, l.destination_region, l.product, l.suffix,
                     l.mechanism, l.resource) as kind,
  l.month, l.account, l.billed_region as region, l.destination_region, l.product, l.suffix, l.resource
from line_class l
where l.month in (select month from run union select previous_month from run)
  and (l.usage_mechanism is not null or l.resource in (
         select b.resource from bill_resource b join drs_staging s on s.arn = b.resource_arn))
  and l.mechanism in ('backup_storage', 'snapshot_storage', 'archive_storage', 'cross_region_copy',
                      'drs_replication', 'unclassified')
  and case
        when arn_part(l.resource, 2) = 'backup' then arn_part(l.resource, 5) like 'backup-vault:%'
        when l.mechanism = 'drs_replication'
        then l.resource = '' or exists (select 1 from bill_resource b join drs_staging s on s.arn = b.resource_arn
                                        where b.resource = l.resource and s.about is null)
        else l.resource = '' and l.mechanism <> 'unclassified' end
  and not exists (select 1 from line_tag t join tier_value v on v.value = lower(trim(t.value))
                  where t.tag_set_id = l.tag_set_id and t.kind = 'tier');

-- What is asked of their points. Usage types of AWS Backup name a type: -EFS, -EBS-LAGV.
create temp table shared_kind as
select kind, month, account, region, coalesce(destination_region, region) as stored_in, destination_region,
  product, suffix, mechanism, resource, month || '-01T00:00:00Z' as starts_at,
  strftime('%Y-%m-%dT%H:%M:%SZ', month || '-01', '+1 month') as ends_at,
  suffix like '%-LAGV' as air_gapped,
  iif(product = 'AWSBackup' and instr(suffix, 'Byte') > 0 and instr(last, 'Byte') = 0, lower(last), null) as type
from (
  select *, replace(named, rtrim(named, replace(named, '-', '')), '') as last
  from (select distinct kind, month, account, region, destination_region, product, suffix, mechanism, resource,
          iif(suffix like '%-LAGV', substr(suffix, 1, length(suffix) - 5), suffix) as named
        from shared_line));

-- Where a listing of points broke off, who shares is not known.
delete from shared_kind
where exists (
  select 1 from call_state c
  where c.status not in ('ok', 'empty', 'not_configured')
    and c.call in ('backup.list-recovery-points-by-backup-vault', 'ec2.describe-snapshots',
                   'rds.describe-db-snapshots', 'rds.describe-db-cluster-snapshots')
    and iif(shared_kind.resource like '%:backup-vault:%',
            c.account = arn_part(shared_kind.resource, 4) and c.region = arn_part(shared_kind.resource, 3)
            and c.item = substr(arn_part(shared_kind.resource, 5), 14),
            c.account = shared_kind.account and c.region = shared_kind.stored_in));

-- Points that were there in the month, and copies that were made in it; where none of them
-- is listed any more, those that are speak for them.
create temp table shared_by as
select k.kind, p.about, p.bytes,
  coalesce(p.created_at < k.ends_at, 1) and coalesce(p.ends_at > k.starts_at, 1) as in_time
from shared_kind k
join shared_point p on p.vault_arn = k.resource
                    or (k.resource = '' and p.account = k.account and p.region = k.region
                        and p.air_gapped = k.air_gapped)
where k.mechanism not in ('cross_region_copy', 'drs_replication')
  and iif(k.product = 'AWSBackup', k.type is null or lower(replace(p.type, ' ', '')) = k.type,
          exists (select 1 from shared_type t where t.product = k.product and t.type = p.type
                                                and arn_like(t.suffix, k.suffix)))
  and case -- the class that is billed
        when k.suffix like '%Cold%' or k.mechanism = 'archive_storage' then p.cold < k.ends_at
        when k.product = 'AWSBackup' and k.mechanism = 'backup_storage' then coalesce(p.cold > k.starts_at, 1)
        else 1 end
union all
select k.kind, p.about, p.bytes, p.created_at >= k.starts_at and p.created_at < k.ends_at
from shared_kind k
join shared_point p on p.vault_arn = k.resource or p.source_vault_arn = k.resource
                    or (k.resource = '' and k.account in (p.account, arn_part(p.about, 4)))
where k.mechanism = 'cross_region_copy'
  and iif(k.product = 'AWSBackup', k.type is null or lower(replace(p.type, ' ', '')) = k.type,
          exists (select 1 from shared_type t where t.product = k.product and t.type = p.type
                                                and arn_like(t.suffix, k.suffix)))
  and p.created_in = k.region and p.region <> k.region and coalesce(p.region = k.destination_region, 1)
union all
select k.kind, s.about, s.bytes, 1
from shared_kind k join drs_server s on s.account = k.account and s.region = k.region
where k.mechanism = 'drs_replication' and s.about is not null;

-- Each source once, with its weight: bytes, or NULL where all weigh the same.
create temp table shared_source as
select kind, about, row_number() over (partition by kind order by about) as nth,
  iif(min(known) over (partition by kind) and max(bytes) over (partition by kind) > 0, bytes, null) as weight
from (
  select kind, about, sum(bytes) as bytes, count(bytes) = count(*) as known
  from (select *, coalesce(in_time, 0) = max(coalesce(in_time, 0)) over (partition by kind) as chosen from shared_by)
  where chosen
  group by kind, about);
create index temp.shared_source_kind on shared_source(kind, nth);

-- The parts of each line: they add up to it in every amount.
create temp table shared_part as
with split as (
  select l.cost_id, l.kind, dec_split(l.usage, s.nth, s.weight) as usage, dec_split(l.cost, s.nth, s.weight) as cost,
    dec_split(l.unblended, s.nth, s.weight) as unblended, dec_split(l.list, s.nth, s.weight) as list
  from shared_line l join shared_source s on s.kind = l.kind
  group by l.cost_id, l.kind),
amount as (
  select cost_id, kind, 'usage' as what, key + 1 as nth, value from split, json_each(usage)
  union all
  select cost_id, kind, 'cost', key + 1, value from split, json_each(cost)
  union all
  select cost_id, kind, 'unblended', key + 1, value from split, json_each(unblended)
  union all
  select cost_id, kind, 'list', key + 1, value from split, json_each(list))
select a.cost_id, a.nth as part, s.about, dec_div(s.weight, 1073741824, 6) as gb,
  iif(s.weight is null, 'even', 'protected_gb') as split_by,
  max(iif(a.what = 'usage', a.value, null)) as usage, max(iif(a.what = 'cost', a.value, null)) as cost,
  max(iif(a.what = 'unblended', a.value, null)) as unblended, max(iif(a.what = 'list', a.value, null)) as list
from amount a join shared_source s on s.kind = a.kind and s.nth = a.nth
group by a.cost_id, a.nth;
create index temp.shared_part_cost on shared_part(cost_id, part);
