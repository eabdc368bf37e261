-- What each resource id of the bill is, and what it protects.

-- A snapshot's source: its own, or over every copy between, the original's. AMIs copy
-- their snapshots without saying the Region; an original that is not listed may still be a
-- recovery point, or name its database.
create temp table snapshot_step as
select arn, min(id) as id, min(kind) as kind, max(resource_arn) as resource_arn,
  max(copy_of_arn) as copy_of_arn, max(description) as description
from snapshot group by arn;
create unique index temp.snapshot_step_arn on snapshot_step(arn);
create index temp.snapshot_step_id on snapshot_step(id);

update snapshot_step
set copy_of_arn = (
  select min(o.arn)
  from (select replace(substr(snapshot_step.description,
                              instr(snapshot_step.description, ' SourceSnapshot ') + 16), '.', ' ') || ' ' as rest) t
  join snapshot_step o on o.id = substr(t.rest, 1, instr(t.rest, ' ') - 1))
where copy_of_arn is null and description like '% SourceSnapshot snap-%';

create temp table snapshot_origin as
with recursive up(arn, at, depth) as (
  select arn, arn, 0 from snapshot_step
  union all
  select u.arn, s.copy_of_arn, u.depth + 1
  from up u join snapshot_step s on s.arn = u.at
  where s.copy_of_arn is not null and u.depth < 8)
select u.arn, u.at as origin
from up u left join snapshot_step s on s.arn = u.at
where s.copy_of_arn is null;
create index temp.snapshot_origin_arn on snapshot_origin(arn);

-- Snapshots behind machine images, whose volume may be long gone: the image's instance.
create temp table image_snapshot as
select snapshot_id as id, max(about) as about
from (
  select m.value ->> '$.Ebs.SnapshotId' as snapshot_id,
    coalesce(r.resource_arn, 'arn:' || partition(d.region) || ':ec2:' || d.region || ':' || d.account
                             || ':instance/' || (i.value ->> '$.SourceInstanceId')) as about
  from answer_page d, json_each(d.page, '$.Images') i, json_each(i.value, '$.BlockDeviceMappings') m
  left join recovery_point r
    on r.arn = 'arn:' || partition(d.region) || ':ec2:' || d.region || '::image/' || (i.value ->> '$.ImageId')
  where d.call = 'ec2.describe-images')
where snapshot_id is not null and about is not null
group by snapshot_id;
create unique index temp.image_snapshot_id on image_snapshot(id);

create temp table snapshot_about as
select s.arn, s.id, s.kind,
  coalesce(iif(v.arn is not null, o.resource_arn, null),
           (select max(r.resource_arn) from recovery_point r where r.arn = g.origin),
           (select i.about from image_snapshot i where i.id = s.id),
           (select i.about from image_snapshot i where i.id = o.id), e.arn, o.resource_arn,
           iif(s.kind in ('rds', 'rds_cluster') and g.origin <> s.arn,
               'arn:' || arn_part(g.origin, 1) || ':rds:' || arn_part(g.origin, 3) || ':' || arn_part(g.origin, 4)
               || ':' || arn_part(s.resource_arn, 5), null)) as about
from snapshot_step s
join snapshot_origin g on g.arn = s.arn
left join snapshot_step o on o.arn = g.origin
left join known_resource v on v.arn = o.resource_arn
left join known_resource e
  on o.description like 'Created by CreateImage(i-%)%'
 and e.arn = 'arn:' || arn_part(o.arn, 1) || ':ec2:' || arn_part(o.arn, 3) || ':'
             || arn_part(o.resource_arn, 4) || ':instance/'
             || substr(o.description, 24, instr(o.description, ')') - 24);
create index temp.snapshot_about_arn on snapshot_about(arn);

-- Servers that Elastic Disaster Recovery replicates, and whose each staging volume is.
create temp table drs_server as
select s.arn, s.id, s.account, s.region, max(k.arn) as about, max(s.bytes) as bytes
from (
  select i.value ->> '$.arn' as arn, i.value ->> '$.sourceServerID' as id, d.account, d.region,
    i.value ->> '$.sourceProperties.identificationHints.awsInstanceID' as instance,
    (select sum(v.value ->> '$.totalStorageBytes')
     from json_each(i.value, '$.dataReplicationInfo.replicatedDisks') v) as bytes
  from answer_page d, json_each(d.page, '$.items') i
  where d.call = 'drs.describe-source-servers') s
left join known_resource k on k.type = 'EC2' and k.name = s.instance
where s.arn <> ''
group by s.arn, s.id, s.account, s.region;

create temp table drs_staging as
select k.arn, s.about
from drs_staged t
join known_resource k on k.arn = t.arn
left join drs_server s on s.id = t.server and s.account = k.account and s.region = k.region;
create unique index temp.drs_staging_arn on drs_staging(arn);

-- What stands by for recovery although its usage type does not say so: staging areas, what
-- the policy names, and in a DR region read replicas and the secondaries of global
-- databases with their members.
create temp table stand_by as
select k.arn,
  case when s.arn is not null then 'drs_replication'
       when k.standby then 'standby_resources'
       when k.type in ('RDS', 'Aurora', 'DocumentDB', 'Neptune')
            and k.region in (select region from policy_region where role = 'dr')
            and (k.role = 'replica' or up.role = 'replica')
       then 'standby_resources' end as mechanism
from known_resource k
left join known_resource up on up.arn = k.parent_arn and k.role = 'member'
left join drs_staging s on s.arn = k.arn
where mechanism is not null;
create unique index temp.stand_by_arn on stand_by(arn);

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
with own as (
  select arn, 'direct' as how, arn as about, attributes from known_resource
  where arn not in (select arn from drs_staging)
  union all
  select s.arn, 'lineage', s.about, k.attributes
  from drs_staging s join known_resource k on k.arn = s.arn)
select * from (
select arn as name, arn, how, about from own
union all
select replace(arn, rtrim(arn, replace(arn, '/', '')), ''), arn, how, about from own
where arn_part(arn, 2) in ('ec2', 'elasticfilesystem', 'fsx', 'storagegateway') and arn like '%/%'
union all
select arn_part(arn, 5), arn, how, about from own where arn_part(arn, 2) = 's3'
union all -- Aurora and RDS are billed by their immutable ids
select rtrim(o.arn, replace(o.arn, ':', '')) || a.value, o.arn, how, about
from own o, json_each(o.attributes) a
where arn_part(o.arn, 2) = 'rds' and a.key in ('DbClusterResourceId', 'DbiResourceId')
union all
select arn, arn, 'lineage', resource_arn from recovery_point
union all
select coalesce(recovery_point_arn, ''), recovery_point_arn, 'lineage', resource_arn from backup_job
union all
select coalesce(destination_recovery_point_arn, ''), destination_recovery_point_arn, 'lineage', resource_arn
from copy_job
union all
select arn, arn, 'lineage', about from snapshot_about
union all
select id, arn, 'lineage', about from snapshot_about where kind = 'ebs'
union all
select arn, arn, 'lineage', about from drs_server where about is not null
union all -- automated backups, also those that outlive their database
select b.value ->> '$.DBInstanceAutomatedBackupsArn', b.value ->> '$.DBInstanceAutomatedBackupsArn', 'lineage',
  b.value ->> '$.DBInstanceArn'
from answer_page d, json_each(d.page, '$.DBInstanceAutomatedBackups') b
where d.call = 'rds.describe-db-instance-automated-backups'
union all
select b.value ->> '$.DBClusterAutomatedBackupsArn', b.value ->> '$.DBClusterAutomatedBackupsArn', 'lineage',
  b.value ->> '$.DBClusterArn'
from answer_page d, json_each(d.page, '$.DBClusterAutomatedBackups') b
where d.call = 'rds.describe-db-cluster-automated-backups'
union all -- ARNs that say themselves what they are a copy of: rds:NAME-2024-09-30-04-10
select n.name, n.name, 'lineage', k.arn
from (
  select name, substr(name, 1, length(name) - length(rest)) || case
      when rest like 'snapshot:rds:%' then 'db:' || substr(rest, 14, length(rest) - 30)
      when rest like 'cluster-snapshot:rds:%' then 'cluster:' || substr(rest, 22, length(rest) - 38)
      when rest like 'snapshot:%/%' then 'cluster:' || substr(rest, 10, instr(rest, '/') - 10)
      else substr(rest, 1, instr(rest, '/backup/') - 1) end as about
  from (select name, arn_part(name, 5) as rest from billed_name)
  where name like 'arn:%:rds:%:snapshot:rds:%-____-__-__-__-__'
     or name like 'arn:%:rds:%:cluster-snapshot:rds:%-____-__-__-__-__'
     or name like 'arn:%:redshift:%:snapshot:%/%' or name like 'arn:%:dynamodb:%:table/%/backup/%') n
join known_resource k on k.arn = n.about
union all -- AWS Backup names EBS snapshots and images without their account
select replace(arn, rtrim(arn, replace(arn, '/', '')), ''), arn, 'lineage', resource_arn
from recovery_point where arn_part(arn, 2) = 'ec2')
where name in (select name from billed_name);

create temp table bill_name as
select name, arn, how, source_arn, known, about from (
  select b.name, b.arn, b.how, k.root_arn as source_arn, k.arn as known, b.about,
    row_number() over (partition by b.name order by b.how, k.arn is null, b.about is null, b.about, b.arn) as nth
  from (
    select n.name, n.arn, n.how, iif(s.arn is null or n.how = 'direct', n.about, s.about) as about
    from bill_name_all n left join drs_staging s on s.arn = n.about) b
  left join known_resource k on k.arn = b.about)
where nth = 1;
create unique index temp.bill_name_name on bill_name(name);

-- Each resource id of the bill once; how NULL = nothing is known of it; mechanism = what
-- it stands by for.
create temp table bill_resource as
select r.resource,
  coalesce(a.arn, b.arn) as resource_arn, coalesce(a.how, b.how) as how,
  iif(a.name is not null, a.source_arn, b.source_arn) as source_arn,
  iif(a.name is not null, a.known, b.known) as known,
  iif(a.name is not null, a.about, b.about) as about,
  s.mechanism
from (select distinct resource from cost where resource <> '') r
left join bill_name a on a.name = r.resource
left join bill_name b on a.name is null and arn_part(r.resource, 2) = 'ec2'
  and b.name = replace(r.resource, rtrim(r.resource, replace(r.resource, '/', '')), '')
left join stand_by s on s.arn = coalesce(a.arn, b.arn);
create unique index temp.bill_resource_resource on bill_resource(resource);
