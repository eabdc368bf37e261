-- id: BACKUP_TESTING
-- title: Restores are proven for every type of resource
-- severity: critical
-- why: A backup that was never restored is a hope.
-- needs: inventory points backup.list-restore-jobs backup.list-backup-vaults
--    backup.list-recovery-points-by-backup-vault rds.describe-db-snapshots
--    rds.describe-db-cluster-snapshots dynamodb.list-backups
-- uses: states drs.describe-jobs
-- param: default_restore_test_days integer 90  Longest time between restores where the tiers state none.
-- param: job_history_days integer 30  How far back a list of jobs reaches.
-- param: max_evidence_age_days integer 92  Age of the account's newest evidence beyond which nothing passes.
-- scan: yes
-- remediation: Add the type to a restore testing plan and report the validation of each restore.
with snapshot_call(type, call) as (
  values ('EBS', 'ec2.describe-snapshots'), ('RDS', 'rds.describe-db-snapshots'),
         ('Aurora', 'rds.describe-db-cluster-snapshots'), ('DocumentDB', 'rds.describe-db-cluster-snapshots'),
         ('Neptune', 'rds.describe-db-cluster-snapshots'), ('Redshift', 'redshift.describe-cluster-snapshots'),
         ('ElastiCache', 'elasticache.describe-snapshots'), ('MemoryDB', 'memorydb.describe-snapshots'),
         ('FSx', 'fsx.describe-backups'), ('DynamoDB', 'dynamodb.list-backups')
),
-- Where snapshots of a type were not listed, there may be some.
unlisted as (
  select distinct r.type
    from known_resource r join snapshot_call s on s.type = r.type
   where r.in_scope = 1
     and not exists (select 1 from call_state c
                      where c.call = s.call and c.account = r.account and c.region = r.region
                        and c.status in ('ok', 'empty', 'not_configured'))
),
typed as (
  select r.type,
         min(coalesce(t.restore_test_days, :default_restore_test_days)) as days,
         max(s.state is null or s.state = 'unknown') or r.type in (select type from unlisted) as unsure,
         max(exists (select 1 from point p where p.root_arn = r.arn and p.live = 1 and p.kind in ('backup', 'snapshot'))) as backed_up
    from known_resource r
    left join tier t on t.id = r.tier
    left join resource_state s on s.arn = r.arn
   where r.in_scope = 1
   group by r.type
),
-- Restore jobs of AWS Backup and drills of Elastic Disaster Recovery.
attempt as (
  select type, status = 'COMPLETED' and coalesce(validation, '') not in ('FAILED', 'TIMED_OUT') as proven,
         status, validation, completed_at, source_id, pointer
    from restore
   where status in ('COMPLETED', 'FAILED', 'ABORTED')
  union all
  select 'EC2',
         not exists (select 1 from json_each(j.value, '$.participatingServers') s
                      where json_extract(s.value, '$.launchStatus') not in ('LAUNCHED', 'TERMINATED')),
         'drill', null, utc(json_extract(j.value, '$.endDateTime')), a.source_id, a.pointer || '/items/' || j.key
    from answer_page a join json_each(a.page, '$.items') j
   where a.call = 'drs.describe-jobs' and json_extract(j.value, '$.initiatedBy') = 'START_DRILL'
     and json_extract(j.value, '$.status') = 'COMPLETED'
     and json_array_length(j.value, '$.participatingServers') > 0
),
last as (
  select a.*, row_number() over (partition by a.type order by a.completed_at desc, a.proven desc, a.source_id, a.pointer) as place
    from attempt a join run where a.completed_at <= run.as_of
),
attested as (
  select r.type, max(n.made_on) as made_on, min(n.author) as author
    from attestation n
    join known_resource r on r.in_scope = 1 and (n.scope in (r.application, r.tier) or arn_like(n.scope, r.arn))
   where n.rule = 'BACKUP_TESTING' and n.status = 'valid'
   group by r.type
),
judged as (
  select t.*, l.proven, l.status, l.validation, l.completed_at, l.source_id, l.pointer, n.made_on, n.author,
         unixepoch(run.as_of) - unixepoch(l.completed_at) <= t.days * 86400 as recent,
         unixepoch(run.as_of) - unixepoch(n.made_on) <= t.days * 86400 as attested_recently,
         exists (select 1 from call_gap g where g.call = 'backup.list-restore-jobs')
           or not exists (select 1 from call_state c where c.call = 'backup.list-restore-jobs') as unseen
    from typed t
    join run
    left join last l on l.type = t.type and l.place = 1
    left join attested n on n.type = t.type
)
select 'type:' || type as resource, null as account, null as region, null as tier,
       case
         when proven and recent then 'pass'
         when recent and not proven then 'fail'
         when attested_recently then 'pass'
         when not backed_up and not unsure then 'not_applicable'
         when completed_at is not null and not unseen then 'fail'
         when unseen or days > :job_history_days or not backed_up then 'insufficient_data'
         else 'fail'
       end as verdict,
       case
         when proven and recent and status = 'drill' then 'a recovery drill launched every server at ' || completed_at
         when proven and recent and validation = 'SUCCESSFUL' then 'restored and validated at ' || completed_at
         when proven and recent then 'restored at ' || completed_at || ', without a validation'
         when recent and not proven
           then 'its last restore, at ' || completed_at || ', ' ||
                iif(status = 'COMPLETED', 'did not pass its validation: ' || validation, 'failed')
         when attested_recently then 'attested by ' || author || ' on ' || made_on
         when not backed_up and not unsure then 'nothing of this type is backed up'
         when completed_at is not null and not unseen
           then 'its last restore, at ' || completed_at || ', is more than ' || days || ' days ago'
         when unseen then 'restore jobs were not exported everywhere'
         when days > :job_history_days then 'no restore in the last ' || :job_history_days || ' days; what was before, a list of jobs does not tell'
         when not backed_up then 'whether anything of this type is backed up is not told by the evidence'
         else 'no restore in the last ' || days || ' days'
       end as reason,
       source_id, pointer
  from judged;
