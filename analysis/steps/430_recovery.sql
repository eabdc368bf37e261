-- Recovery, measured: the worst gap between recovery points, and real restores.
--
-- The gap at the left edge begins with the last point before the month; without one, with
-- the month or with the resource, if that is younger. The right edge is the end of the
-- month or the as-of time, whichever comes first.

create temp table rpo_period as
select month_start as begins, min(month_end, as_of) as ends, as_of,
       strftime('%Y-%m-%dT%H:%M:%SZ', as_of, '-1 hour') as current_since
from run
where month is not null and as_of is not null and as_of > month_start;

-- Recoverable without gap: a continuous point that runs, or native recovery to a point
-- in time that reaches the last hour.
create temp table rpo_continuous as
select distinct p.root_arn
from point as p, rpo_period as e
where p.continuous = 1 and p.live = 1
  and ((p.kind = 'backup' and p.status <> 'STOPPED' and p.created_at <= e.as_of)
       or (p.kind = 'pitr' and p.created_at >= e.current_since));

create temp table rpo_moment as
select p.root_arn, p.created_at as at
from point as p, rpo_period as e
where p.kind in ('backup', 'snapshot')
  and p.status not in ('PARTIAL', 'CREATING', 'pending', 'creating', 'error', 'failed')
  and p.created_at <= e.ends;
create index temp.rpo_moment_root on rpo_moment(root_arn, at);

create temp table rpo_gap as
select root_arn, max(unixepoch(next_at) - unixepoch(at)) as seconds
from (
  select m.root_arn, m.at,
         coalesce(lead(m.at) over (partition by m.root_arn order by m.at), m.ends) as next_at,
         m.begins
  from (
    select root_arn, at, e.begins, e.ends from rpo_moment, rpo_period as e
    union all
    -- The left edge of a resource that has no point before it.
    select p.arn, max(e.begins, coalesce(k.created_at, e.begins)), e.begins, e.ends
    from population as p
    join known_resource as k on k.arn = p.arn, rpo_period as e
    where coalesce(k.created_at, e.begins) <= e.ends
      and exists (select 1 from rpo_moment as m where m.root_arn = p.arn)
      and not exists (select 1 from rpo_moment as m
                      where m.root_arn = p.arn and m.at <= max(e.begins, coalesce(k.created_at, e.begins)))
  ) as m)
where next_at > begins
group by root_arn;
create unique index temp.rpo_gap_root on rpo_gap(root_arn);

-- An attached volume without points of its own comes back with its instance.
create temp table rpo_source as
select p.arn, p.tier,
       case when p.type = 'EBS' and p.parent_arn is not null and g.root_arn is null
              and p.arn not in (select root_arn from rpo_continuous)
            then p.parent_arn else p.arn end as point_of
from population as p
left join rpo_gap as g on g.root_arn = p.arn
where p.in_scope = 1;

create temp table rpo as
select s.arn, t.rpo as target,
       case when s.point_of in (select root_arn from rpo_continuous) then 0 else g.seconds end
         as achieved,
       s.point_of in (select root_arn from rpo_continuous) or g.seconds is not null as known
from rpo_source as s
left join tier as t on t.id = s.tier
left join rpo_gap as g on g.root_arn = s.point_of;
create unique index temp.rpo_arn on rpo(arn);

-- The same job may be in a list and in an Audit Manager report, which does not say when
-- it ended.
create temp table restore_once as
select id, account, region, max(resource_arn) as resource_arn, max(recovery_point_arn) as point_arn,
       max(resource_type) as type, max(status) as status, max(created_at) as created_at,
       max(completed_at) as completed_at, max(validation_status) as validation,
       max(testing_plan_arn is not null) as tested, min(source_id) as source_id,
       min(pointer) as pointer
from restore_job
group by id, account, region;

create temp table restore as
select k.root_arn as arn, root.tier, root.type, r.status,
       case when r.status = 'COMPLETED' and r.completed_at >= r.created_at
            then unixepoch(r.completed_at) - unixepoch(r.created_at) end as seconds,
       r.completed_at, r.validation, r.tested, r.source_id, r.pointer
from restore_once as r
left join (select arn, min(resource_arn) as resource_arn from every_point group by arn) as p
  on p.arn = r.point_arn
join known_resource as k on k.arn = coalesce(nullif(r.resource_arn, ''), p.resource_arn)
join known_resource as root on root.arn = k.root_arn, judged
where coalesce(r.completed_at, r.created_at) <= judged.as_of;
create index temp.restore_arn on restore(arn);
