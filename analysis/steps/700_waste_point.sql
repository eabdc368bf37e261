-- What is paid for and protects nothing, or protects twice: the kinds of waste, and the
-- recovery points, snapshots and machines that are it. A point is waste once, by the first
-- kind that holds.

create temp table waste_kind (
  kind text primary key,
  rank integer not null,
  confidence text not null,   -- high: the evidence shows it; medium, low: somebody has to say
  judged integer not null,    -- 1: DR_COST_OPTIMIZATION counts it
  saves integer not null      -- 1: the money stops when the thing goes
) strict;
insert into waste_kind values
  ('orphan', 1, 'high', 1, 1),            -- its resource is gone
  ('expired', 2, 'high', 1, 1),           -- past its own date of deletion
  ('warm', 3, 'high', 1, 0),              -- could be cold: `tiering` tells what that saves
  ('drill_instance', 4, 'high', 1, 1),    -- launched for a drill and left running
  ('early_delete', 5, 'high', 0, 0),      -- paid for a minimum that was not kept
  ('idle_standby', 6, 'medium', 0, 1),    -- stands by for a tier that asks for none
  ('double_protection', 7, 'medium', 0, 1), -- AWS Backup does the same
  ('needless_copy', 8, 'medium', 0, 1),   -- in another Region, which its tier does not ask for
  ('over_retention', 9, 'low', 0, 1),     -- older than its tier asks for, and not the newest
  ('standby_without_target', 10, 'low', 0, 1); -- no tier of its own says what it stands by for

-- Days; the policy's params change them.
create temp table waste_limit as
select coalesce((select cast(value as integer) from policy_param where name = 'warm_days'), 90) as warm_days,
  coalesce((select cast(value as integer) from policy_param where name = 'drill_days'), 7) as drill_days;

create temp table waste_claim(
  kind text, arn text, source_arn text, account text, region text, vault_arn text, since text,
  source_id integer, pointer text);

-- Of a service that the account no longer uses nobody asks for the snapshots.
insert into waste_claim
select 'orphan', o.arn, o.root_arn, o.account, o.region, o.vault_arn, o.created_at, o.source_id, o.pointer
from orphan_point o
left join snapshot s on s.arn = o.arn
where o.live = 1
  and (s.arn is null or s.kind in ('ebs', 'rds', 'rds_cluster', 'dynamodb')
       or exists (select 1 from known_resource r
                  where r.account = s.account and r.region = s.region
                    and lower(r.type) = s.kind and r.in_scope = 1));

insert into waste_claim
select 'expired', p.arn, p.resource_arn, p.account, p.region, p.vault_arn, p.created_at, p.source_id, p.pointer
from recovery_point p join run
where p.status = 'EXPIRED' or (p.delete_at < run.as_of and p.status not in ('DELETING', 'CREATING'));

insert into waste_claim
select 'warm', p.arn, p.resource_arn, p.account, p.region, p.vault_arn, p.created_at, p.source_id, p.pointer
from recovery_point p
join run
join waste_limit l
join resource_type y on y.type = p.resource_type and y.cold = 1 and y.fully_managed = 1
where p.status = 'COMPLETED' and p.cold_after_days is null and coalesce(p.storage_class, 'WARM') = 'WARM'
  and p.arn like 'arn:%:backup:%'
  and unixepoch(run.as_of) - unixepoch(p.created_at) > l.warm_days * 86400
  and (p.delete_at is null or unixepoch(p.delete_at) - unixepoch(run.as_of) >= 90 * 86400);

-- Elastic Disaster Recovery's drills, with the volumes of the machine.
insert into waste_claim
with drill as (
  select 'arn:' || partition(a.region) || ':ec2:' || a.region || ':' || a.account || ':instance/'
      || (i.value ->> '$.ec2InstanceID') as arn,
    a.account, a.region, utc(i.value ->> '$.pointInTimeSnapshotDateTime') as since, a.source_id,
    a.pointer || '/items/' || i.key as pointer
  from answer_page a, json_each(a.page, '$.items') i
  where a.call = 'drs.describe-recovery-instances' and i.value ->> '$.isDrill'
    and i.value ->> '$.ec2InstanceState' = 'RUNNING'),
left_over as (
  select d.arn, d.account, d.region, coalesce(d.since, k.created_at) as since, d.source_id, d.pointer
  from drill d left join known_resource k on k.arn = d.arn)
select 'drill_instance', o.arn, d.arn, d.account, d.region, null, d.since, d.source_id, d.pointer
from left_over d
join run
join waste_limit l
join (select arn, arn as machine from known_resource where type = 'EC2'
      union select arn, arn from left_over
      union select arn, parent_arn from known_resource where type = 'EBS' and parent_arn is not null) o
  on o.machine = d.arn
where unixepoch(run.as_of) - unixepoch(d.since) > l.drill_days * 86400;

-- What the points of a resource are for.
create temp table kept_point as
select p.*, k.tier, t.min_retention_days, t.cross_region,
  max(iif(p.live, p.created_at, null)) over (partition by p.root_arn, p.is_copy) as newest_at
from point p
join known_resource k on k.arn = p.root_arn
join tier t on t.id = k.tier
where p.kind in ('backup', 'snapshot') and not p.continuous;
create index temp.kept_point_root on kept_point(root_arn);

-- AWS Backup's own points, fresh by the resource's target, make those of DLM, and a
-- database's automated ones, a second set.
insert into waste_claim
select distinct 'double_protection', p.arn, p.root_arn, p.account, p.region, p.vault_arn, p.created_at, p.source_id,
  p.pointer
from kept_point p
join resource_state s on s.arn = p.root_arn
join run
join kept_point b on b.root_arn = p.root_arn and b.account = p.account and b.region = p.region
where p.origin in ('dlm', 'automated') and p.live and b.origin = 'awsbackup' and b.live and not b.is_copy
  and unixepoch(run.as_of) - unixepoch(b.created_at) <= s.fresh_seconds;

-- Copies for a tier that asks for none, of what its own Region still has.
insert into waste_claim
select 'needless_copy', p.arn, p.root_arn, p.account, p.region, p.vault_arn, p.created_at, p.source_id, p.pointer
from kept_point p
where p.is_copy and p.live and p.region <> p.source_region and p.cross_region = 0
  and exists (select 1 from kept_point o
              where o.root_arn = p.root_arn and o.live and not o.is_copy and o.region = p.source_region);

-- Points that are meant to stay long go cold; those that stay warm are kept by default.
insert into waste_claim
select 'over_retention', p.arn, p.root_arn, p.account, p.region, p.vault_arn, p.created_at, p.source_id, p.pointer
from kept_point p
join run
where p.live and p.min_retention_days is not null and p.cold_after_days is null and p.origin <> 'automated'
  and p.created_at < p.newest_at
  and unixepoch(run.as_of) - unixepoch(p.created_at) > p.min_retention_days * 86400;

create temp table waste_point as
select * from (
  select c.*, row_number() over (partition by c.arn order by k.rank, c.source_id, c.pointer) as nth
  from waste_claim c join waste_kind k on k.kind = c.kind)
where nth = 1;
create unique index temp.waste_point_arn on waste_point(arn);
create index temp.waste_point_source on waste_point(source_arn);
