-- The resources of the inventory, one row each, with the tier, application and owner that
-- the policy gives them and whether they belong to the population.

create temp table known_tag as
select arn, key, max(value) as value from resource_tag group by arn, key;
create index temp.known_tag_arn on known_tag(arn);

-- A tier's tag values: its id, its name and what it lists. Where two tiers claim one, the
-- id counts before the name, and the policy's order decides the rest.
create temp table tier_value as
select value, tier from (
  select value, tier, row_number() over (partition by value order by kind, rank) as nth from (
    select lower(id) as value, id as tier, 1 as kind, rank from tier
    union all select lower(trim(name)), id, 2, rank from tier
    union all select lower(trim(m.value)), tier.id, 3, rank from tier, json_each(tier.match) m))
where nth = 1 and exists (select 1 from policy_tag);
create unique index temp.tier_value_value on tier_value(value);

-- What a tag of the policy says about an ARN. The first key of the policy's list that
-- is present counts; for the tier, the first whose value means one.
create temp table tag_value as
select arn, kind, value from (
  select t.arn, p.kind, t.value,
    row_number() over (partition by t.arn, p.kind order by p.kind = 'tier' and v.tier is null, p.rank, t.key) as nth
  from policy_tag p cross join known_tag t on tag_key(t.key) = p.key
  left join tier_value v on v.value = lower(trim(t.value)))
where nth = 1;
create index temp.tag_value_arn on tag_value(arn, kind);

-- The same resource may be in several files: what describes it most fully wins, and
-- any file may say what that one leaves open, and whose part or copy it is.
create temp table resource_merged as
select arn, type, account, coalesce(nullif(region, ''), any_region, '') as region, name,
  coalesce(created_at, any_created) as created_at, coalesce(nullif(state, ''), any_state, '') as state,
  any_parent as parent_arn, attributes, source_id, pointer
from (
  select r.*, max(r.parent_arn) over one as any_parent, max(nullif(r.region, '')) over one as any_region,
    min(r.created_at) over one as any_created, max(nullif(r.state, '')) over one as any_state,
    row_number() over (partition by r.arn order by r.detail desc, r.attributes = '{}', s.path, s.sha256, r.pointer)
      as nth
  from resource r join source s on s.id = r.source_id
  window one as (partition by r.arn))
where nth = 1
  -- EC2 lists an instance for an hour after its end.
  and not (type = 'EC2' and state in ('terminated', 'shutting-down'));
create unique index temp.resource_merged_arn on resource_merged(arn);

-- Who is a copy of whom: what the resources say of themselves, the replicas of a table,
-- which are equals, and the destinations of replicated buckets.
create temp table copy_edge as
with peer(here, there) as (
  select m.arn, replace(m.arn, ':' || m.region || ':', ':' || (r.value ->> '$.RegionName') || ':')
  from resource_merged m, json_each(m.attributes, '$.Replicas') r
  where m.type = 'DynamoDB'),
found(arn, copy_of_arn, stated) as (
  select arn, copy_of_arn, 1 from resource where copy_of_arn is not null
  union all select there, here, 0 from peer
  union all select here, there, 0 from peer
  union all
  select r.value ->> '$.Destination.Bucket', 'arn:' || partition(a.region) || ':s3:::' || a.item, 0
  from answer_page a, json_each(a.page, '$.ReplicationConfiguration.Rules') r
  where a.call = 's3api.get-bucket-replication' and r.value ->> '$.Status' = 'Enabled')
select distinct arn, copy_of_arn from found
where arn <> copy_of_arn and arn in (select arn from resource_merged)
  and (stated or copy_of_arn in (select arn from resource_merged));
create index temp.copy_edge_arn on copy_edge(arn, copy_of_arn);

-- Those that name each other have one source: the one in a home region, else the oldest.
create temp table copy_rank as
select m.arn,
  row_number() over (order by h.region is null, m.created_at is null, m.created_at, m.arn) as rank
from resource_merged m
left join (select distinct region from policy_region where role = 'home') h on h.region = m.region
where m.arn in (select arn from copy_edge union select copy_of_arn from copy_edge);
create unique index temp.copy_rank_arn on copy_rank(arn);

create temp table copy_of as
select arn, source_arn from (
  select e.arn, e.copy_of_arn as source_arn,
    row_number() over (partition by e.arn order by there.rank is null, there.rank, e.copy_of_arn) as nth
  from copy_edge e
  left join copy_rank here on here.arn = e.arn
  left join copy_rank there on there.arn = e.copy_of_arn
  where not exists (select 1 from copy_edge b where b.arn = e.copy_of_arn and b.copy_of_arn = e.arn)
     or there.rank < here.rank)
where nth = 1;
create unique index temp.copy_of_arn on copy_of(arn);

-- The first entry of `assign` that names the resource. Keys of one entry all have to
-- match; of a list, one.
create temp table assigned as
select arn, tier from (
  select m.arn, a.tier, row_number() over (partition by m.arn order by a.rank) as nth
  from resource_merged m cross join assignment a
  where (a.arns is null or exists (select 1 from json_each(a.arns) p where arn_like(p.value, m.arn)))
    and (a.accounts is null or m.account in (select value from json_each(a.accounts))))
where nth = 1;
create unique index temp.assigned_arn on assigned(arn);

-- What Elastic Disaster Recovery runs to replicate into carries its tags: staging volumes name
-- their server, a replication server serves many. An instance that names a server was
-- launched for a recovery or a drill, and its volumes with it.
create temp table drs_tag as
select arn, max(iif(tag_key(key) = 'awselasticdisasterrecoverymanaged', value, null)) as managed,
  max(iif(tag_key(key) in ('awselasticdisasterrecoverysourceserverid', 'drsamazonawscomsourceserver'), value, null))
    as server
from known_tag
where tag_key(key) in ('awselasticdisasterrecoverymanaged', 'awselasticdisasterrecoverysourceserverid',
                       'drsamazonawscomsourceserver')
group by arn;
create unique index temp.drs_tag_arn on drs_tag(arn);

create temp table drs_staged as
select m.arn, t.server
from drs_tag t
join resource_merged m on m.arn = t.arn
left join drs_tag p on p.arn = m.parent_arn
where t.managed is not null
  and iif(m.type = 'EC2', t.server is null,
          m.type = 'EBS' and (m.parent_arn is null or (p.managed is not null and p.server is null)));
create unique index temp.drs_staged_arn on drs_staged(arn);

-- What the policy leaves out; the destinations of Elastic Disaster Recovery; an ONTAP file
-- system, which is backed up by its volumes; and a cache that keeps no snapshots and so holds
-- nothing to lose: only an answer shows that there are none.
create temp table excluded as
select arn, reason from (
  select arn, reason, row_number() over (partition by arn order by rank) as nth from (
    select m.arn, o.reason, o.rank
    from resource_merged m cross join out_of_scope o
    where (o.arns is null or exists (select 1 from json_each(o.arns) p where arn_like(p.value, m.arn)))
      and (o.accounts is null or m.account in (select value from json_each(o.accounts)))
    union all
    select f.arn, 'backed up by its volumes', null
    from resource_merged f
    where f.type = 'FSx' and f.attributes ->> '$.FileSystemType' = 'ONTAP'
      and f.name in (select v.attributes ->> '$.FileSystemId' from resource_merged v where v.type = 'FSx')
    union all
    select arn, 'staging area of Elastic Disaster Recovery', null from drs_staged
    union all
    select m.arn, 'a cache without snapshots', null
    from resource_merged m
    where m.type in ('ElastiCache', 'MemoryDB')
      and (m.attributes ->> '$.Engine' = 'memcached'
           or (m.attributes ->> '$.SnapshotRetentionLimit' = 0
               and not exists (select 1 from snapshot s where s.resource_arn = m.arn)
               and exists (select 1 from call_state c
                           where c.call = lower(m.type) || '.describe-snapshots' and c.account = m.account
                             and c.region = m.region and c.status in ('ok', 'empty'))))))
where nth = 1;
create unique index temp.excluded_arn on excluded(arn);

create temp table on_standby as
select distinct m.arn
from resource_merged m cross join standby s
where (s.tag_key is null
       or exists (select 1 from known_tag t where t.arn = m.arn and tag_key(t.key) = s.tag_key
                  and lower(t.value) = lower(s.tag_value)))
  and (s.accounts is null or m.account in (select value from json_each(s.accounts)))
  and (s.regions is null or m.region in (select value from json_each(s.regions)))
  and (s.arns is null or exists (select 1 from json_each(s.arns) p where arn_like(p.value, m.arn)));

-- A part belongs to its whole and a copy to its source: one step up. A volume that is
-- attached to an instance stands for itself.
create temp table step_up as
select m.arn,
  iif(c.arn is not null, 'replica', 'member') as role,
  coalesce(c.source_arn, m.parent_arn) as up
from resource_merged m left join copy_of c on c.arn = m.arn
where c.arn is not null or (m.parent_arn is not null and m.type <> 'EBS');
create unique index temp.step_up_arn on step_up(arn);

create temp table root as
with recursive up(arn, root, depth) as (
  select arn, arn, 0 from resource_merged
  union all
  select u.arn, s.up, u.depth + 1 from up u join step_up s on s.arn = u.root
  where u.depth < 8)
select u.arn, u.root from up u join resource_merged m on m.arn = u.root
where not exists (select 1 from step_up s where s.arn = u.root);
create unique index temp.root_arn on root(arn);

create temp table known_resource as
select m.arn, m.type, m.account, m.region, m.name, m.created_at, m.state,
  coalesce(u.role, 'source') as role,
  r.root as root_arn, m.parent_arn, c.source_arn as copy_of_arn,
  coalesce(a.tier, v.tier, d.tier) as tier,
  case when a.tier is not null then 'assign' when v.tier is not null then 'tag'
       when d.tier is not null then 'default' end as tier_method,
  app.value as application, own.value as owner,
  u.arn is null and x.arn is null as in_scope,
  case when u.role = 'member' then 'part of ' || u.up when u.role = 'replica' then 'copy of ' || u.up
       else x.reason end as out_reason,
  m.arn in (select arn from on_standby) as standby,
  m.attributes, m.source_id, m.pointer
from resource_merged m
left join step_up u on u.arn = m.arn
left join root r on r.arn = m.arn
left join copy_of c on c.arn = m.arn
left join assigned a on a.arn = m.arn
left join tag_value t on t.arn = m.arn and t.kind = 'tier'
left join tier_value v on v.value = lower(trim(t.value))
left join tag_value app on app.arn = m.arn and app.kind = 'application'
left join tag_value own on own.arn = m.arn and own.kind = 'owner'
left join excluded x on x.arn = m.arn
left join default_tier d on true;
create unique index temp.known_resource_arn on known_resource(arn);
create index temp.known_resource_root on known_resource(root_arn);
