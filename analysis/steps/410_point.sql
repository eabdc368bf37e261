-- What a resource can be restored from, as far as the evidence goes.
--
-- live 1: it can be restored from now. A point that expired or is being deleted, and a
-- point of a completed job that its vault's complete list no longer has, was there once:
-- it counts for the recovery points of the past, never as protection.

-- The time that everything is judged at. Without any event in the evidence it is the
-- latest time that a database can be restored to; what has no time at all is current.
create temp table judged as
select coalesce(run.as_of,
                (select max(utc(json_extract(attributes, '$.LatestRestorableTime')))
                 from known_resource),
                '1970-01-01T00:00:00Z') as as_of
from run;

create temp table every_point(
  resource_arn text, type text, arn text, kind text, origin text, status text, created_at text,
  completed_at text, region text, account text, source_region text, vault_arn text,
  is_copy integer, continuous integer, live integer, plan_id text, encrypted integer,
  key_arn text, delete_after_days integer, cold_after_days integer, delete_at text,
  bytes integer, source_id integer, pointer text);

-- AWS Backup's own points. The parts of a composite point are counted with their parent.
-- A continuous point is one per resource and renewed in place: its status says so, or its
-- ARN, or the one point that a continuous rule keeps.
create temp table recovery_point_once as
select * from (
  select r.*, row_number() over (partition by r.arn
                                 order by r.resource_arn = '', r.completed_at is null,
                                          r.delete_after_days is null, r.plan_id is null, r.source_id, r.pointer) as nth
  from recovery_point as r)
where nth = 1;
create unique index temp.recovery_point_once_arn on recovery_point_once(arn);
create index temp.recovery_point_once_rule on recovery_point_once(resource_arn, plan_rule_id);

create temp table continuous_rule as
select distinct plan_id, rule_id from backup_plan_rule where continuous = 1;

insert into every_point
select r.resource_arn, r.resource_type, r.arn, 'backup', 'awsbackup', r.status, r.created_at,
       r.completed_at, r.region, r.account,
       coalesce(nullif(arn_part(r.source_vault_arn, 3), ''),
                nullif(arn_part(r.resource_arn, 3), ''), r.region),
       r.vault_arn,
       r.source_vault_arn is not null
         or (arn_part(r.resource_arn, 3) <> '' and arn_part(r.resource_arn, 3) <> r.region),
       r.status in ('AVAILABLE', 'STOPPED') or instr(r.arn, ':continuous:') > 0
         or instr(r.arn, ':auto-backup:') > 0
         or (r.source_vault_arn is null
             and r.resource_type in ('RDS', 'Aurora', 'S3')
             and (r.plan_id, r.plan_rule_id) in (select plan_id, rule_id from continuous_rule)
             and (select count(*) from recovery_point_once as o
                  where o.resource_arn = r.resource_arn and o.plan_rule_id = r.plan_rule_id
                    and o.source_vault_arn is null) = 1),
       r.status in ('COMPLETED', 'AVAILABLE', 'STOPPED')
         and coalesce(r.delete_at > judged.as_of, 1),
       r.plan_id, r.encrypted, r.key_arn, r.delete_after_days, r.cold_after_days, r.delete_at,
       r.bytes, r.source_id, r.pointer
from recovery_point_once as r, judged
where not exists (
  select 1 from recovery_point_once as parent
  where parent.arn = r.parent_arn and parent.resource_arn = r.resource_arn);

-- Points that only a completed backup or copy job tells of.
insert into every_point
select j.resource_arn, j.resource_type, j.recovery_point_arn, 'backup', 'job', 'COMPLETED',
       j.created_at, j.completed_at, j.region, j.account,
       coalesce(nullif(arn_part(j.resource_arn, 3), ''), j.region), j.vault_arn, j.is_copy, 0,
       not exists (
         select 1 from call_answered as c
         where c.call = 'backup.list-recovery-points-by-backup-vault'
           and c.account = arn_part(j.vault_arn, 4) and c.region = arn_part(j.vault_arn, 3)
           and c.item = substr(arn_part(j.vault_arn, 5), length('backup-vault:') + 1))
         and (j.delete_after_days is null
              or strftime('%Y-%m-%dT%H:%M:%SZ', j.created_at, '+' || j.delete_after_days || ' days')
                 > judged.as_of),
       j.plan_id, null, null, j.delete_after_days, null, null, j.bytes, j.source_id, j.pointer
from (
  select *, row_number() over (partition by recovery_point_arn
                               order by is_copy, completed_at is null, source_id, pointer) as nth
  from (
    select resource_arn, resource_type, recovery_point_arn, created_at, completed_at, region,
           account, vault_arn, 0 as is_copy, delete_after_days, plan_id, bytes, source_id, pointer
    from backup_job where state = 'COMPLETED' and recovery_point_arn <> ''
    union all
    select resource_arn, resource_type, destination_recovery_point_arn, created_at, completed_at,
           coalesce(nullif(arn_part(destination_vault_arn, 3), ''), region),
           coalesce(nullif(arn_part(destination_vault_arn, 4), ''), account),
           destination_vault_arn, 1, null, plan_id, bytes, source_id, pointer
    from copy_job where state = 'COMPLETED' and destination_recovery_point_arn <> '')) as j, judged
where j.nth = 1
  and not exists (select 1 from recovery_point_once as r where r.arn = j.recovery_point_arn);

-- Snapshots. One that AWS Backup made and that a vault lists is the point above; one that
-- it made as part of an instance's image belongs to that image, not to the volume.
create temp table snapshot_once as
select * from (
  select s.*, row_number() over (partition by s.arn order by s.source_id, s.pointer) as nth
  from snapshot as s)
where nth = 1;
create unique index temp.snapshot_once_arn on snapshot_once(arn);

insert into every_point
select case
         when original.resource_arn is not null then original.resource_arn
         when s.kind in ('rds', 'rds_cluster') and s.copy_of_arn like 'arn:%'
           then 'arn:' || arn_part(s.copy_of_arn, 1) || ':rds:' || arn_part(s.copy_of_arn, 3) || ':'
                || arn_part(s.copy_of_arn, 4) || ':' || arn_part(s.resource_arn, 5)
         when s.copy_of_arn is null or s.kind <> 'ebs' then s.resource_arn end,
       (select t.type from resource_type as t
        where instr(' ' || t.snapshot_kinds || ' ', ' ' || s.kind || ' ') > 0
        order by t.type limit 1),
       s.arn, case s.origin when 'awsbackup' then 'backup' else 'snapshot' end, s.origin, s.state,
       s.created_at, s.created_at, s.region, s.account,
       coalesce(nullif(arn_part(s.copy_of_arn, 3), ''), nullif(arn_part(s.resource_arn, 3), ''),
                s.region),
       null, s.copy_of_arn is not null, 0,
       lower(s.state) in ('completed', 'available', ''), null, s.encrypted, s.key_arn, null, null,
       null, s.bytes, s.source_id, s.pointer
from snapshot_once as s
left join snapshot_once as original on original.arn = s.copy_of_arn
where not exists (select 1 from recovery_point_once as r where r.arn = s.arn)
  and not (s.origin = 'awsbackup' and s.kind = 'ebs' and exists (
    select 1 from known_resource as v where v.arn = s.resource_arn and v.parent_arn is not null));

-- Point in time recovery of the database itself: as good as its latest restorable time.
insert into every_point(resource_arn, type, arn, kind, origin, status, created_at, completed_at,
                        region, account, source_region, is_copy, continuous, live, source_id,
                        pointer)
select d.arn, d.type, d.arn, 'pitr', 'automated', 'AVAILABLE', min(d.latest, judged.as_of),
       min(d.latest, judged.as_of), d.region, d.account, d.region, 0, 1, 1, d.source_id, d.pointer
from (
  select arn, type, region, account, source_id, pointer,
         utc(json_extract(attributes, '$.LatestRestorableTime')) as latest
  from known_resource
  where type in ('RDS', 'Aurora', 'DocumentDB', 'Neptune') and role = 'source'
    and json_extract(attributes, '$.BackupRetentionPeriod') > 0
  union all
  select k.arn, k.type, k.region, k.account, a.source_id, a.pointer,
         utc(json_extract(a.page, '$.ContinuousBackupsDescription.PointInTimeRecoveryDescription.LatestRestorableDateTime'))
  from answer_page as a
  join known_resource as k
    on k.type = 'DynamoDB' and k.account = a.account and k.region = a.region and k.name = a.item
  where a.call = 'dynamodb.describe-continuous-backups'
    and json_extract(a.page, '$.ContinuousBackupsDescription.PointInTimeRecoveryDescription.PointInTimeRecoveryStatus')
        = 'ENABLED') as d, judged
where d.latest is not null;

-- Automated RDS backups that are replicated to another region.
insert into every_point(resource_arn, type, arn, kind, origin, status, created_at, completed_at,
                        region, account, source_region, is_copy, continuous, live, source_id,
                        pointer)
select k.arn, k.type, json_extract(b.value, '$.DBInstanceAutomatedBackupsArn'), 'replication',
       'automated', json_extract(b.value, '$.Status'),
       min(utc(json_extract(b.value, '$.RestoreWindow.LatestTime')), judged.as_of),
       min(utc(json_extract(b.value, '$.RestoreWindow.LatestTime')), judged.as_of),
       a.region, a.account, k.region, 1, 1, 1, a.source_id,
       a.pointer || '/DBInstanceAutomatedBackups/' || b.key
from answer_page as a, json_each(a.page, '$.DBInstanceAutomatedBackups') as b, judged
join known_resource as k on k.arn = json_extract(b.value, '$.DBInstanceArn')
where a.call = 'rds.describe-db-instance-automated-backups' and a.region <> k.region
  and json_extract(b.value, '$.Status') = 'active'
  and utc(json_extract(b.value, '$.RestoreWindow.LatestTime')) is not null;

-- Replication that runs now. A database replica protects from the loss of its region only
-- when it lies in another one. A table names its replicas, whether or not their regions
-- were exported.
insert into every_point(resource_arn, type, arn, kind, origin, status, created_at, completed_at,
                        region, account, source_region, is_copy, continuous, live, source_id,
                        pointer)
select k.arn, k.type,
       replace(k.arn, ':' || k.region || ':', ':' || json_extract(r.value, '$.RegionName') || ':'),
       'replication', 'replica', 'ACTIVE', judged.as_of, judged.as_of,
       json_extract(r.value, '$.RegionName'), k.account, k.region, 1, 1, 1, k.source_id,
       k.pointer || '/Replicas/' || r.key
from known_resource as k, json_each(k.attributes, '$.Replicas') as r, judged
where k.type = 'DynamoDB' and k.role = 'source'
  and json_extract(r.value, '$.ReplicaStatus') = 'ACTIVE'
  and json_extract(r.value, '$.RegionName') <> k.region;

insert into every_point(resource_arn, type, arn, kind, origin, status, created_at, completed_at,
                        region, account, source_region, is_copy, continuous, live, source_id,
                        pointer)
select k.arn, k.type, r.arn, 'replication', 'replica', r.state, judged.as_of, judged.as_of, r.region,
       r.account, k.region, 1, 1, 1, r.source_id, r.pointer
from known_resource as r
join known_resource as k on k.arn = r.root_arn, judged
where r.role = 'replica' and r.region <> k.region and r.type not in ('S3', 'DynamoDB')
  and lower(r.state) in ('available', 'active');

-- S3: an enabled rule over the whole bucket, of a bucket that keeps versions.
create temp table bucket_versioning as
select item, max(json_extract(page, '$.Status') = 'Enabled') as enabled
from answer_page
where call = 's3api.get-bucket-versioning'
group by item;

insert into every_point(resource_arn, type, arn, kind, origin, status, created_at, completed_at,
                        region, account, source_region, is_copy, continuous, live, source_id,
                        pointer)
select k.arn, k.type, json_extract(r.value, '$.Destination.Bucket'), 'replication', 'replica',
       'Enabled', judged.as_of, judged.as_of, coalesce(d.region, ''),
       coalesce(json_extract(r.value, '$.Destination.Account'), d.account, a.account), k.region,
       1, 1, 1, a.source_id, a.pointer || '/ReplicationConfiguration/Rules/' || r.key
from answer_page as a
join known_resource as k on k.type = 'S3' and k.name = a.item
join bucket_versioning as v on v.item = a.item and v.enabled = 1,
  json_each(a.page, '$.ReplicationConfiguration.Rules') as r, judged
left join known_resource as d on d.arn = json_extract(r.value, '$.Destination.Bucket')
where a.call = 's3api.get-bucket-replication'
  and json_extract(r.value, '$.Status') = 'Enabled'
  and coalesce(json_extract(r.value, '$.Prefix'), json_extract(r.value, '$.Filter.Prefix'), '') = ''
  and json_extract(r.value, '$.Filter.Tag') is null
  and json_extract(r.value, '$.Filter.And') is null;

-- Elastic Disaster Recovery: the lag says how old the copy is.
insert into every_point(resource_arn, type, arn, kind, origin, status, created_at, completed_at,
                        region, account, source_region, is_copy, continuous, live, source_id,
                        pointer)
select k.arn, k.type, s.arn, 'replication', 'drs', 'CONTINUOUS', s.at, s.at, s.region, s.account,
       k.region, 1, 1, 1, s.source_id, s.pointer
from (
  select json_extract(i.value, '$.arn') as arn,
         json_extract(i.value, '$.sourceProperties.identificationHints.awsInstanceID') as instance,
         strftime('%Y-%m-%dT%H:%M:%SZ', judged.as_of, '-' || coalesce(
           duration_seconds(json_extract(i.value, '$.dataReplicationInfo.lagDuration')), 0)
           || ' seconds') as at,
         a.region, a.account, a.source_id, a.pointer || '/items/' || i.key as pointer
  from answer_page as a, json_each(a.page, '$.items') as i, judged
  where a.call = 'drs.describe-source-servers'
    and json_extract(i.value, '$.dataReplicationInfo.dataReplicationState') = 'CONTINUOUS') as s
join known_resource as k on k.type = 'EC2' and k.name = s.instance;

-- EFS replication: as old as its last completed transfer.
insert into every_point(resource_arn, type, arn, kind, origin, status, created_at, completed_at,
                        region, account, source_region, is_copy, continuous, live, source_id,
                        pointer)
select k.arn, k.type, k.arn || ' -> ' || json_extract(d.value, '$.FileSystemId'), 'replication',
       'replica', json_extract(d.value, '$.Status'),
       utc(json_extract(d.value, '$.LastReplicatedTimestamp')),
       utc(json_extract(d.value, '$.LastReplicatedTimestamp')),
       json_extract(d.value, '$.Region'), a.account, k.region, 1, 1, 1, a.source_id,
       a.pointer || '/Replications/' || r.key || '/Destinations/' || d.key
from answer_page as a, json_each(a.page, '$.Replications') as r,
     json_each(r.value, '$.Destinations') as d
join known_resource as k on k.arn = json_extract(r.value, '$.SourceFileSystemArn')
where a.call = 'efs.describe-replication-configurations'
  and json_extract(d.value, '$.Status') = 'ENABLED'
  and json_extract(d.value, '$.LastReplicatedTimestamp') is not null;

create temp table point as
select k.root_arn, p.arn, p.kind, p.created_at, p.completed_at, p.region, p.account,
       p.source_region, p.vault_arn, p.is_copy, p.continuous, p.live, p.plan_id, p.encrypted,
       p.key_arn, p.delete_after_days, p.cold_after_days, p.delete_at, p.bytes, p.source_id,
       p.pointer, p.origin, p.status
from every_point as p
join known_resource as k on k.arn = p.resource_arn
where k.root_arn is not null;
create index temp.point_root on point(root_arn, created_at);
create index temp.point_arn on point(arn);

-- A point of a resource that is gone: its type was fully listed where it should be. A
-- bucket's ARN tells no account: the point's own (of a copy: its source vault's) does.
create temp table type_listed as
select a.account, a.region, t.type
from (select distinct account, region from call_answered) as a
join resource_type as t
where not exists (
  select 1 from type_call as c
  where c.type = t.type
    and not exists (select 1 from call_answered as x
                    where x.call = c.call and x.account = a.account and x.region = a.region));
create index temp.type_listed_place on type_listed(type, account, region);

create temp table orphan_point as
select p.resource_arn as root_arn, p.arn, p.kind, p.created_at, p.completed_at, p.region,
       p.account, p.source_region, p.vault_arn, p.is_copy, p.continuous, p.live, p.plan_id,
       p.encrypted, p.key_arn, p.delete_after_days, p.cold_after_days, p.delete_at, p.bytes,
       p.source_id, p.pointer, p.origin, p.status
from every_point as p
left join recovery_point_once as r on r.arn = p.arn
where p.resource_arn is not null and p.type is not null and p.origin <> 'job'
  and instr(p.resource_arn, 'vol-ffffffff') = 0
  and not exists (select 1 from known_resource as k where k.arn = p.resource_arn)
  and exists (
    select 1 from type_listed as t
    where t.type = p.type
      and t.account = coalesce(nullif(arn_part(p.resource_arn, 4), ''),
                               nullif(arn_part(r.source_vault_arn, 4), ''), p.account)
      and (t.region = arn_part(p.resource_arn, 3)
           or (arn_part(p.resource_arn, 3) = '' and p.type = 'S3')));
create index temp.orphan_point_arn on orphan_point(arn);
