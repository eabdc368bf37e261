-- The state of every resource in scope: the first that holds, in the order of the CASE.
--
-- "No point" and "none fresh" hold only where the points of AWS Backup's vaults were
-- listed: of every vault that the evidence names, and of one at least where the list of
-- vaults itself is missing. "No plan selects it" holds only where plans, selections, tags
-- and every kind of point were. Where the evidence that would decide is missing, the state
-- is unknown.

-- An instance that is out of scope still lends its volumes its state.
create temp table population as
select k.in_scope, k.arn, k.type, k.account, k.region, k.name, k.tier, k.parent_arn, k.source_id, k.pointer,
       coalesce(t.rpo, 86400) as fresh_seconds,
       strftime('%Y-%m-%dT%H:%M:%SZ', judged.as_of, '-' || coalesce(t.rpo, 86400) || ' seconds')
         as fresh_since
from known_resource as k
left join tier as t on t.id = k.tier, judged
where k.in_scope = 1
   or k.arn in (select parent_arn from known_resource where type = 'EBS' and in_scope = 1);
create unique index temp.population_arn on population(arn);
create index temp.population_parent on population(parent_arn);

-- at: the moment one gets back to. A continuous point that is not stopped is current.
create temp table live_point as
select p.root_arn, p.arn, p.kind, p.origin, p.plan_id, p.source_id, p.pointer,
       case when p.continuous = 1 and p.kind = 'backup' and p.status <> 'STOPPED' then judged.as_of
            else p.created_at end as at
from point as p, judged
where p.live = 1 and p.created_at <= judged.as_of;
create index temp.live_point_root on live_point(root_arn, at);

-- The newest point of each resource, and the newest that AWS Backup made.
create temp table newest_backup as
select root_arn, at, source_id, pointer
from (select *, row_number() over (partition by root_arn order by at desc, arn) as nth
      from live_point where kind = 'backup')
where nth = 1;
create unique index temp.newest_backup_root on newest_backup(root_arn);

create temp table newest_point as
select root_arn, at, arn, kind, origin, source_id, pointer
from (select *, row_number() over (partition by root_arn
                                   order by at desc, kind, arn) as nth
      from live_point)
where nth = 1;
create unique index temp.newest_point_root on newest_point(root_arn);

-- An instance whose attached volumes all have fresh points can be built from them; it goes
-- back as far as the oldest of them.
create temp table instance_volumes as
select v.parent_arn as arn, count(*) as n, min(p.at) as at, min(p.source_id) as source_id,
       min(p.pointer) as pointer
from known_resource as v
left join newest_point as p on p.root_arn = v.arn
where v.type = 'EBS' and v.parent_arn is not null
group by v.parent_arn
having count(p.at) = count(*);
create unique index temp.instance_volumes_arn on instance_volumes(arn);

create temp table gap_place as
select account, region,
       max(call = 'backup.list-recovery-points-by-backup-vault'
           or (call = 'backup.list-backup-vaults' and not exists (
             select 1 from call_answered as a
             where a.call = 'backup.list-recovery-points-by-backup-vault'
               and a.account = i.account and a.region = i.region))) as unlisted,
       max(call in ('backup.list-backup-vaults', 'backup.list-recovery-points-by-backup-vault'))
         as points,
       max(call in ('backup.list-backup-plans', 'backup.get-backup-plan',
                    'backup.list-backup-selections', 'backup.get-backup-selection')) as plans
from item_gap as i
group by account, region;
create unique index temp.gap_place_place on gap_place(account, region);

create temp table drs_listed as
select distinct account from call_answered where call = 'drs.describe-source-servers';

-- What is known of each resource, without judgement.
create temp table state_fact as
select p.in_scope, p.arn, p.type, p.name, p.fresh_seconds, p.fresh_since, p.parent_arn,
       p.account, p.region, p.source_id, p.pointer,
       exists (select 1 from selected as s where s.arn = p.arn and s.blocked = 0) as selects,
       exists (select 1 from selected as s where s.arn = p.arn and s.blocked = 1) as blocked,
       exists (select 1 from selected as s where s.arn = p.arn and s.blocked is null)
         as opt_in_unknown,
       exists (select 1 from selected as s
               join live_point as l on l.root_arn = s.arn and l.plan_id = s.plan_id
               where s.arn = p.arn and s.blocked is null and l.at >= p.fresh_since)
         as plan_works,
       exists (select 1 from selection_doubt as d where d.arn = p.arn) as tags_unknown,
       coalesce(n.at, v.at) as at, w.at as backup_at,
       w.source_id as backup_source_id, w.pointer as backup_pointer,
       case when n.at is not null then n.kind else 'snapshot' end as kind,
       case when n.at is not null then n.origin else 'volumes' end as origin,
       coalesce(n.source_id, v.source_id) as point_source_id,
       coalesce(n.pointer, v.pointer) as point_pointer,
       coalesce(g.unlisted, 0) as points_unlisted, coalesce(g.points, 0) as points_missing,
       coalesce(g.plans, 0) as plans_missing,
       p.account = '' or p.region in ('', 'global') as place_unknown,
       exists (
         select 1 from type_point_call as c
         where c.type = p.type and not exists (
           select 1 from call_answered as a
           where a.call = c.call and a.account = p.account
             and a.region in (p.region, 'global') and a.item in ('', p.name)))
         or (p.type = 'EC2' and not exists (select 1 from drs_listed as d
                                            where d.account = p.account)) as own_missing
from population as p
left join newest_point as n on n.root_arn = p.arn
left join newest_backup as w on w.root_arn = p.arn
left join instance_volumes as v on v.arn = p.arn and n.at is null and v.at >= p.fresh_since
left join resource_type as y on y.type = p.type and y.opt_in <> ''
left join gap_place as g on g.account = p.account and g.region = p.region and y.type is not null;
create unique index temp.state_fact_arn on state_fact(arn);

create temp table judged_state as
select f.*,
  case
    when (f.selects or f.plan_works) and f.backup_at >= f.fresh_since then 'protected'
    when f.at >= f.fresh_since then 'protected_elsewhere'
    when f.at is not null and not f.points_unlisted then 'stale'
    when f.blocked and not f.selects and f.at is null then 'blocked'
    when f.selects and f.at is null and not f.points_unlisted then 'selected_not_protected'
    when f.points_missing or f.plans_missing or f.own_missing or f.opt_in_unknown
         or f.tags_unknown or f.place_unknown then 'unknown'
    else 'unprotected' end as state
from state_fact as f;

-- The row that decides: AWS Backup's newest point, the newest of all, or the resource.
create temp table own_state as
select s.*,
       case when state = 'protected' then backup_source_id
            else coalesce(point_source_id, source_id) end as evidence_source_id,
       case when state = 'protected' then backup_pointer
            when point_source_id is not null then point_pointer else pointer end
         as evidence_pointer
from judged_state as s;
create unique index temp.own_state_arn on own_state(arn);

create temp table resource_state as
select o.arn, coalesce(i.state, o.state) as state, coalesce(i.at, o.at) as newest_point_at,
       o.fresh_seconds,
       case when i.arn is not null then 'as the instance it is attached to: ' else '' end ||
       case coalesce(i.state, o.state)
         when 'protected' then 'a plan selects it and its newest recovery point is of '
              || coalesce(i.backup_at, o.backup_at)
         when 'protected_elsewhere' then
           case coalesce(i.origin, o.origin)
             when 'volumes' then 'every attached volume has a snapshot, the oldest of '
             when 'drs' then 'Elastic Disaster Recovery replicates it, as of '
             when 'replica' then 'it is replicated, as of '
             when 'dlm' then 'Data Lifecycle Manager took a snapshot of it on '
             when 'awsbackup' then 'no plan is known to select it; a recovery point is of '
             when 'job' then 'no plan is known to select it; a backup job completed on '
             when 'automated' then 'automated backups reach '
             else 'a snapshot is of ' end || coalesce(i.at, o.at)
         when 'stale' then 'the newest recovery point, of ' || coalesce(i.at, o.at)
              || ', is older than ' || duration_text(o.fresh_seconds)
         when 'blocked' then 'a plan selects it, but the region has not opted in to '
              || coalesce(i.type, o.type)
         when 'selected_not_protected' then 'a plan selects it, but it has no recovery point'
         when 'unknown' then 'not told by the evidence: '
              || case when coalesce(i.points_missing, o.points_missing)
                        then 'recovery points were not fully listed'
                      when coalesce(i.plans_missing, o.plans_missing)
                        then 'plans and selections were not fully listed'
                      when coalesce(i.opt_in_unknown, o.opt_in_unknown)
                        then 'the region''s opt-in settings are missing'
                      when coalesce(i.tags_unknown, o.tags_unknown)
                        then 'a plan selects by tag and its tags were not collected'
                      when o.place_unknown then 'its region is not known'
                      else 'its own backup and replication settings were not collected' end
         else 'no plan selects it and it has no recovery point' end as reason,
       coalesce(i.evidence_source_id, o.evidence_source_id) as source_id,
       coalesce(i.evidence_pointer, o.evidence_pointer) as pointer
from own_state as o
left join own_state as i
  on o.type = 'EBS' and o.at is null and o.parent_arn is not null and i.arn = o.parent_arn
where o.in_scope = 1;
create unique index temp.resource_state_arn on resource_state(arn);
