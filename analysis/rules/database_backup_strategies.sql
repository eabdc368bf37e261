-- id: DATABASE_BACKUP_STRATEGIES
-- title: Every database has a recent backup of a kind that suits its engine
-- severity: critical
-- why: Each engine has its own way back to a point in time; a database without one has none.
-- needs: rds.describe-db-instances rds.describe-db-clusters rds.describe-global-clusters
--    dynamodb.list-tables dynamodb.describe-table dynamodb.describe-continuous-backups
--    redshift.describe-clusters elasticache.describe-replication-groups memorydb.describe-clusters
--    timestream-write.list-tables resourcegroupstaggingapi.get-resources
--    backup.list-backup-vaults backup.list-recovery-points-by-backup-vault
-- uses: states
-- param: max_evidence_age_days integer 92  Age of the account's newest evidence beyond which nothing passes.
-- scan: yes
-- remediation: Turn on the engine's own backups (automated backups, PITR, snapshots) or add the
--    database to a plan.
with judged as (
  select r.arn, r.account, r.region, r.tier, r.type, r.source_id as r_source, r.pointer as r_pointer,
         s.state, s.reason, s.newest_point_at, s.source_id, s.pointer,
         lower(coalesce(json_extract(r.attributes, '$.Engine'), '')) = 'memcached' as memcached,
         -- Replication repeats every mistake: it is no backup.
         (select p.kind from point p
           where p.root_arn = r.arn and p.live = 1 and p.kind in ('backup', 'snapshot', 'pitr')
             and p.created_at <= run.as_of
             and (p.continuous = 1 and p.kind = 'backup'
                  or unixepoch(run.as_of) - unixepoch(p.created_at) <= coalesce(t.rpo, 86400))
           order by p.kind = 'pitr' desc, p.created_at desc, p.arn limit 1) as method
    from known_resource r
    join run
    left join tier t on t.id = r.tier
    left join resource_state s on s.arn = r.arn
   where r.in_scope = 1
     and r.type in ('RDS', 'Aurora', 'DocumentDB', 'Neptune', 'DynamoDB', 'Redshift', 'ElastiCache', 'MemoryDB',
                    'Keyspaces', 'Timestream')
)
select arn as resource, account, region, tier,
       case
         when method is not null then 'pass'
         when memcached then 'not_applicable'
         when state is null or state = 'unknown' then 'insufficient_data'
         else 'fail'
       end as verdict,
       case method
         when 'pitr' then 'restorable to a point in time'
         when 'backup' then 'AWS Backup keeps a fresh point'
         when 'snapshot' then 'it has a fresh snapshot'
         else case
           when memcached then 'Memcached has no backups'
           when state is null or state = 'unknown' then coalesce(reason, 'the evidence that would decide is missing')
           when state = 'protected_elsewhere' then 'it is replicated, which repeats every mistake, and not backed up'
           when newest_point_at is not null then 'its newest backup is of ' || newest_point_at
           else 'it has no backup' end
       end as reason,
       coalesce(source_id, r_source) as source_id, iif(source_id is null, r_pointer, pointer) as pointer
  from judged;
