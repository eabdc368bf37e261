-- id: RDS_BACKUP
-- title: Databases can be restored to a point in time
-- severity: critical
-- why: Automated backups with a fresh restorable time are what stands between a mistake
--    and the loss of a day.
-- needs: rds.describe-db-instances rds.describe-db-clusters rds.describe-global-clusters
--    resourcegroupstaggingapi.get-resources
-- param: rds_min_retention_days integer 7  Shortest backup retention period that passes.
-- param: restorable_within_seconds integer 3600  Age that the latest restorable time may have.
-- param: max_evidence_age_days integer 92  Age of the account's newest evidence beyond which nothing passes.
-- scan: yes
-- remediation: Set the backup retention period, and find out why the latest restorable time
--    does not move.
with judged as (
  select r.arn, r.account, r.region, r.tier, r.state, r.source_id, r.pointer,
         coalesce(json_extract(r.attributes, '$.PendingModifiedValues.BackupRetentionPeriod') = 0, 0) as ends,
         json_extract(r.attributes, '$.BackupRetentionPeriod') as days,
         utc(json_extract(r.attributes, '$.LatestRestorableTime')) as latest,
         unixepoch(run.as_of) - unixepoch(utc(json_extract(r.attributes, '$.LatestRestorableTime'))) as age
    from known_resource r join run
   where r.in_scope = 1 and r.type in ('RDS', 'Aurora', 'DocumentDB', 'Neptune')
)
select arn as resource, account, region, tier,
       case
         when state in ('creating', 'restoring') then 'insufficient_data'
         when days is null then 'insufficient_data'
         when days < :rds_min_retention_days then 'fail'
         when ends then 'fail'
         when age > :restorable_within_seconds then iif(state = 'stopped', 'insufficient_data', 'fail')
         when latest is null then 'insufficient_data'
         else 'pass'
       end as verdict,
       case
         when state in ('creating', 'restoring') then 'it is still ' || state
         when days is null then 'its backup retention period was not exported'
         when days = 0 then 'automated backups are off'
         when days < :rds_min_retention_days
           then 'backups are kept for ' || days || ' days, less than ' || :rds_min_retention_days
         when ends then 'a pending change turns automated backups off'
         when age > :restorable_within_seconds and state = 'stopped'
           then 'it is stopped, and its latest restorable time stands at ' || latest
         when age > :restorable_within_seconds then 'its latest restorable time is of ' || latest
         when latest is null then 'its latest restorable time was not exported'
         else 'restorable up to ' || latest || ', backups are kept for ' || days || ' days'
       end as reason,
       source_id,
       pointer || iif(days is null, '', iif(days < :rds_min_retention_days, '/BackupRetentionPeriod', iif(latest is null, '', '/LatestRestorableTime'))) as pointer
  from judged;
