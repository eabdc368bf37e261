-- After all rules have run: what was missing, what each thing costs, and what the
-- user's exceptions lay over it. Verdicts are not touched.

-- `inventory` stands for what lists the resources, and what tells their place, their tiers
-- and whose copies they are.
create temp table call_word as
select 'inventory' as word, call from type_call
union select 'inventory', value
  from json_each('["resourcegroupstaggingapi.get-resources", "s3api.get-bucket-tagging", "s3api.get-bucket-location",
                   "s3api.get-bucket-replication", "dynamodb.describe-table", "efs.describe-replication-configurations",
                   "rds.describe-global-clusters"]')
-- `points` stands for what tells of points outside AWS Backup, `states` for all that the
-- states of resources rest on.
union select 'points', call from type_point_call
union select 'states', call from type_point_call
union select 'states', call from inventory_call where states = 1;

insert into rule_need
select n.rule, w.call, n.uses from rule_need n join call_word w on w.word = n.call;

-- A call that the minimum set does not know is needed in every region.
insert or ignore into rule_gap
select n.rule, g.account || '/' || g.region || '/' || g.call
  from rule_need n join call_gap g on g.call = n.call
 where n.uses = 0
union all
select n.rule, s.account || '/' || s.region || '/' || n.call
  from rule_need n join inventory_scope s on s.region <> 'global'
 where n.uses = 0 and n.call not in ('inventory', 'points', 'states', 'bill')
   and n.call not in (select call from inventory_call union select call from type_call
                      union select call from type_point_call)
   and not exists (select 1 from call_state c
                    where c.call = n.call and c.account = s.account and c.region = s.region
                      and c.status in ('ok', 'empty', 'not_configured'));

-- Evidence has an age. What recurs in an account (jobs, points, the time that a database can
-- be restored to) dates its export; when something was created does not, nor does a
-- continuous point, and where nothing recurs the age is not known. A pass on old evidence
-- is none. A failure stays one: backups that ended long ago look like this too. What has
-- no account (a type) is judged by the newest of all.
create temp table newest_evidence as
with event(account, at) as (
  select account, max(created_at) from point where kind in ('backup', 'snapshot') and continuous = 0 group by account
  union all select account, max(completed_at) from backup_job group by account
  union all select account, max(completed_at) from copy_job group by account
  union all select account, max(completed_at) from restore_job group by account
  union all select account, max(utc(json_extract(attributes, '$.LatestRestorableTime'))) from resource group by account
)
select account, max(at) as at from event where at is not null group by account;

update finding
   set verdict = 'insufficient_data',
       reason = 'the newest evidence is of ' || a.at || ', more than ' || a.days || ' days ago: ' || finding.reason
  from (select f.rule, f.resource, r.evidence_days as days,
               coalesce((select at from newest_evidence n where n.account = f.account),
                        (select max(at) from newest_evidence)) as at
          from rule r join finding f on f.rule = r.id
         where r.evidence_days is not null and f.verdict = 'pass') a, run
 where a.rule = finding.rule and a.resource = finding.resource
   and unixepoch(run.as_of) - unixepoch(a.at) > a.days * 86400;

update finding set monthly_cost = (select own_cost from resource_cost where arn = finding.resource)
 where resource in (select arn from resource_cost);

-- What is no resource of the population (a recovery point, a vault) has its own lines.
with own(resource, cost) as (
  select coalesce(resource_arn, resource), dec_sum(cost)
    from bill_line
   where month = (select month from run) and coalesce(resource_arn, resource) in (select resource from finding)
   group by coalesce(resource_arn, resource)
)
update finding set monthly_cost = (select cost from own where own.resource = finding.resource)
 where resource not in (select arn from resource_cost)
   and resource in (select resource from own);

-- An exception in force wins over one that has run out; the first id decides.
with laid as (
  select f.rule, f.resource, x.id, x.status,
         row_number() over (partition by f.rule, f.resource order by x.status, x.id) as place
    from finding f
    join exception x on x.rule = f.rule and arn_like(x.pattern, f.resource)
   where f.verdict = 'fail' and x.altered is null and x.status in ('active', 'expired')
)
update finding
   set overlay = iif(l.status = 'active', 'excepted', 'exception_expired'), exception = l.id
  from laid l
 where l.place = 1 and l.rule = finding.rule and l.resource = finding.resource;

update exception set status = 'unused'
 where status = 'active'
   and (altered is not null
        or id not in (select x.id from exception x
                        join finding f on f.rule = x.rule and arn_like(x.pattern, f.resource)));

insert into note
select 'attestation ' || number || ' (' || rule || ', ' || author || ') does not count: '
       || case status when 'expired' then 'it ended on ' || valid_until
                      when 'not_yet_valid' then 'it begins on ' || made_on
                      else 'its evidence ' || altered || ' is missing or altered' end
  from attestation
 where status <> 'valid'
 group by number
 order by number;

insert into note
select 'exception ' || id || ' is not laid over anything: its evidence ' || altered || ' is missing or altered'
  from exception
 where altered is not null
 group by id
 order by id;

insert into note
select 'exception ' || id || ' (' || rule || ') ended on ' || expires_on
  from exception
 where status = 'expired'
 group by id
 order by id;
