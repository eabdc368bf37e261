-- id: BACKUP_COMPLIANCE
-- title: Backup activity is logged and reported for audit
-- severity: medium
-- why: An auditor asks who changed a backup and when; the trail has to have been on before.
-- needs: cloudtrail.describe-trails cloudtrail.get-trail-status backup.list-frameworks
--    backup.describe-framework configservice.describe-configuration-recorder-status
--    backup.list-report-plans backup.list-backup-plans
-- param: report_age_hours integer 48  Age that the last audit report may have.
-- param: max_evidence_age_days integer 92  Age of the account's newest evidence beyond which nothing passes.
-- scan: yes
-- remediation: Turn on a multi-Region trail, a Backup Audit Manager framework and a report plan.
with place as (
  select account, region from inventory_scope where region <> 'global'
),
answered as (
  select distinct account, region, call from call_state where status in ('ok', 'empty', 'not_configured')
),
trail as (
  select a.account, json_extract(t.value, '$.Name') as name, json_extract(t.value, '$.TrailARN') as arn,
         a.source_id, a.pointer || '/trailList/' || t.key as pointer
    from answer_page a join json_each(a.page, '$.trailList') t
   where a.call = 'cloudtrail.describe-trails' and json_extract(t.value, '$.IsMultiRegionTrail') = 1
),
trail_state as (
  select t.account, max(coalesce(json_extract(s.page, '$.IsLogging'), 0)) as logging, count(s.item) < count(*) as unsure,
         min(t.source_id) as source_id, min(t.pointer) as pointer
    from trail t
    left join answer_page s on s.call = 'cloudtrail.get-trail-status' and s.account = t.account
     and (s.item in (t.name, t.arn) or json_extract(s.page, '$.TrailARN') = t.arn)
   group by t.account
),
framework as (
  select distinct a.account, a.region
    from answer_page a join json_each(a.page, '$.Frameworks') f
   where a.call = 'backup.list-frameworks' and json_extract(f.value, '$.DeploymentStatus') = 'COMPLETED'
),
-- A framework sees only what AWS Config records.
recorder as (
  select a.account, a.region, max(coalesce(json_extract(r.value, '$.recording'), 0)) as recording
    from answer_page a left join json_each(a.page, '$.ConfigurationRecordersStatus') r
   where a.call = 'configservice.describe-configuration-recorder-status'
   group by a.account, a.region
),
inactive as (
  select a.account, a.region, min(json_extract(a.page, '$.FrameworkStatus')) as status
    from answer_page a
   where a.call = 'backup.describe-framework'
   group by a.account, a.region
  having sum(coalesce(json_extract(a.page, '$.FrameworkStatus'), 'ACTIVE') = 'ACTIVE') = 0
),
reported as (
  select a.account, a.region, count(*) as n, max(utc(json_extract(r.value, '$.LastSuccessfulExecutionTime'))) as at
    from answer_page a join json_each(a.page, '$.ReportPlans') r
   where a.call = 'backup.list-report-plans'
   group by a.account, a.region
),
fact as (
  select p.account, p.region, t.source_id, t.pointer, run.as_of, r.at,
         coalesce(t.logging, 0) as logging, i.status as framework_status, c.recording,
         not exists (select 1 from answered a where a.account = p.account and a.call = 'cloudtrail.describe-trails')
           or coalesce(t.unsure and not t.logging, 0) as trail_unsure,
         exists (select 1 from framework f where f.account = p.account and f.region = p.region) as framework,
         exists (select 1 from answered a where a.account = p.account and a.region = p.region and a.call = 'backup.list-frameworks') as frameworks_seen,
         exists (select 1 from backup_plan b where b.account = p.account and b.region = p.region and b.deleted_at is null) as plans,
         exists (select 1 from answered a where a.account = p.account and a.region = p.region and a.call = 'backup.list-report-plans') as reports_seen,
         coalesce(unixepoch(run.as_of) - unixepoch(r.at) <= :report_age_hours * 3600, 0) as reported
    from place p
    join run
    left join trail_state t on t.account = p.account
    left join recorder c on c.account = p.account and c.region = p.region
    left join inactive i on i.account = p.account and i.region = p.region
    left join reported r on r.account = p.account and r.region = p.region
)
select 'account:' || account || '/' || region as resource, account, region, null as tier,
       case
         when not logging and not trail_unsure then 'fail'
         when not framework and frameworks_seen then 'fail'
         when framework_status is not null or recording = 0 then 'fail'
         when plans and not reported and reports_seen then 'fail'
         when not logging or not framework or recording is null or (plans and not reported) then 'insufficient_data'
         else 'pass'
       end as verdict,
       case
         when not logging and not trail_unsure then 'no multi-Region trail is logging'
         when not framework and frameworks_seen then 'no framework of Backup Audit Manager is deployed'
         when framework_status is not null then 'its framework of Backup Audit Manager is ' || framework_status
         when recording = 0 then 'AWS Config does not record, so that the framework sees nothing'
         when plans and not reported and reports_seen
           then coalesce('the last audit report ran at ' || at, 'no report plan has run')
         when not logging then 'trails or their status were not exported'
         when not framework then 'frameworks were not exported'
         when recording is null then 'whether AWS Config records was not exported'
         when plans and not reported then 'report plans were not exported'
         when not plans then 'a trail logs and a framework is deployed; no plan is there to report on'
         else 'a trail logs, a framework is deployed and a report ran at ' || at
       end as reason,
       source_id, pointer
  from fact;
