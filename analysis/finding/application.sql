-- The applications of the population and what speaks for their runbooks, contacts and
-- exercises: what the user attests, and what AWS shows of things that carry the
-- application's tag. A name that only looks alike is no mapping.

create temp table application as
with member as (
  select r.application as name, r.account, t.rank, t.restore_test_days,
         t.rto is not null or t.rpo is not null or not run.policy_present as asks
    from known_resource r
    join run
    left join tier t on t.id = r.tier
   where r.in_scope = 1 and r.application is not null
)
-- The most demanding of an application's tiers stands for it.
select a.name, a.account, a.asks, t.id as tier, a.test_days
  from (select name, iif(count(distinct account) = 1, min(account), null) as account, max(asks) as asks,
               min(rank) as rank, min(restore_test_days) as test_days
          from member group by name) a
  left join tier t on t.rank = a.rank;
create unique index temp.application_name on application(name);

-- For each rule the attestation that counts most: a valid one, the newest.
create temp table application_attestation as
select application, rule, author, made_on, valid_until, status from (
  select r.application, n.*, row_number() over (partition by r.application, n.rule
           order by n.status = 'valid' desc, n.made_on desc, n.number) as place
    from attestation n
    join known_resource r on r.in_scope = 1 and r.application is not null
     and (n.scope in (r.application, r.tier) or arn_like(n.scope, r.arn))
   where n.rule in ('DR_RUNBOOKS', 'DR_COMMUNICATION', 'DR_TESTING_SCHEDULE'))
 where place = 1;
create unique index temp.application_attestation_of on application_attestation(application, rule);

-- Runbooks that AWS knows. content 1: the export shows what it does; at: when that last
-- changed, NULL where only its name is known.
create temp table application_runbook as
with document as (
  select a.account, a.region, json_extract(d.value, '$.Name') as name, a.source_id,
         a.pointer || '/DocumentIdentifiers/' || d.key as pointer
    from answer_page a, json_each(a.page, '$.DocumentIdentifiers') d
   where a.call = 'ssm.list-documents' and json_extract(d.value, '$.DocumentType') like 'Automation%'
     and coalesce(json_extract(d.value, '$.Owner'), '') <> 'Amazon'
),
plan as (
  select json_extract(p.value, '$.arn') as arn, json_extract(p.value, '$.name') as name,
         utc(json_extract(p.value, '$.updatedAt')) as at, a.source_id, a.pointer || '/plans/' || p.key as pointer
    from answer_page a, json_each(a.page, '$.plans') p
   where a.call = 'arc-region-switch.list-plans'
)
select g.value as application, 'document' as kind, d.name, d.account, d.region, 0 as content, null as at,
       d.source_id, d.pointer
  from document d
  join tag_value g on g.kind = 'application'
   and g.arn = 'arn:' || partition(d.region) || ':ssm:' || d.region || ':' || d.account || ':document/' || d.name
union all
select g.value, 'plan', p.name, null, null,
       exists (select 1 from answer_page a where a.call = 'arc-region-switch.get-plan'
                  and json_extract(a.page, '$.plan.arn') = p.arn
                  and json_array_length(a.page, '$.plan.workflows') > 0),
       p.at, p.source_id, p.pointer
  from plan p
  join tag_value g on g.arn = p.arn and g.kind = 'application';

-- What was done of it: restore tests of a testing plan, drills of Elastic Disaster
-- Recovery, fault injection experiments, executions of a runbook.
create temp table application_event as
with execution as (
  select a.account, a.region, json_extract(x.value, '$.DocumentName') as name,
         json_extract(x.value, '$.AutomationExecutionStatus') as status,
         utc(json_extract(x.value, '$.ExecutionEndTime')) as at, a.source_id,
         a.pointer || '/AutomationExecutionMetadataList/' || x.key as pointer
    from answer_page a, json_each(a.page, '$.AutomationExecutionMetadataList') x
   where a.call = 'ssm.describe-automation-executions'
),
experiment as (
  select json_extract(x.value, '$.arn') as arn, json_extract(x.value, '$.id') as name,
         json_extract(x.value, '$.state.status') as status, utc(json_extract(x.value, '$.creationTime')) as at,
         a.source_id, a.pointer || '/experiments/' || x.key as pointer
    from answer_page a, json_each(a.page, '$.experiments') x
   where a.call = 'fis.list-experiments'
),
server as (
  select json_extract(i.value, '$.sourceServerID') as id, r.application
    from answer_page a, json_each(a.page, '$.items') i
    join known_resource r
      on r.type = 'EC2' and r.in_scope = 1
     and r.name = json_extract(i.value, '$.sourceProperties.identificationHints.awsInstanceID')
   where a.call = 'drs.describe-source-servers' and r.application is not null
),
-- A job ends COMPLETED although servers of it did not start.
drill as (
  select s.application, json_extract(j.value, '$.jobID') as name,
         min(json_extract(p.value, '$.launchStatus') in ('LAUNCHED', 'TERMINATED')) as ok,
         utc(json_extract(j.value, '$.endDateTime')) as at, a.source_id, a.pointer || '/items/' || j.key as pointer
    from answer_page a, json_each(a.page, '$.items') j, json_each(j.value, '$.participatingServers') p
    join server s on s.id = json_extract(p.value, '$.sourceServerID')
   where a.call = 'drs.describe-jobs' and json_extract(j.value, '$.initiatedBy') = 'START_DRILL'
     and json_extract(j.value, '$.status') = 'COMPLETED'
   group by s.application, a.source_id, a.pointer, j.key
),
event as (
  select r.application, 'restore test' as kind, null as name,
         x.status = 'COMPLETED' and coalesce(x.validation, '') not in ('FAILED', 'TIMED_OUT') as ok,
         x.completed_at as at, x.source_id, x.pointer
    from restore x
    join known_resource r on r.arn = x.arn
   where x.tested = 1 and x.status in ('COMPLETED', 'FAILED', 'ABORTED') and r.in_scope = 1
     and r.application is not null
  union all
  select application, 'drill', name, coalesce(ok, 0), at, source_id, pointer from drill
  union all
  select g.value, 'experiment', e.name, e.status = 'completed', e.at, e.source_id, e.pointer
    from experiment e
    join tag_value g on g.arn = e.arn and g.kind = 'application'
   where e.status in ('completed', 'stopped', 'failed', 'cancelled')
  union all
  select b.application, 'execution', x.name, x.status = 'Success', x.at, x.source_id, x.pointer
    from execution x
    join application_runbook b
      on b.kind = 'document' and b.name = x.name and b.account = x.account and b.region = x.region
   where x.status in ('Success', 'CompletedWithSuccess', 'Failed', 'TimedOut', 'Cancelled', 'CompletedWithFailure')
)
select e.* from event e join run where e.at <= run.as_of;
create index temp.application_event_of on application_event(application, kind, at);
