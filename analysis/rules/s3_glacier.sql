-- id: S3_GLACIER
-- title: Long-term backups move to cold storage
-- severity: low
-- why: What is kept for months and read never is cheaper cold.
-- needs: s3api.list-buckets s3api.get-bucket-lifecycle-configuration backup.list-backup-plans
--    backup.get-backup-plan
-- scan: yes
-- remediation: Add a lifecycle transition to an archive class or cold storage to the plan rule.
-- status: placeholder
select r.arn as resource, r.account, r.region, r.tier,
       'insufficient_data' as verdict, 'not evaluated yet' as reason, r.source_id, r.pointer
  from known_resource r where r.in_scope = 1 and r.type = 'S3';
