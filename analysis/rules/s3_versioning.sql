-- id: S3_VERSIONING
-- title: Critical buckets keep versions that cannot be deleted lightly
-- severity: high
-- why: Without versions an overwritten or deleted object is gone; without MFA delete or Object Lock
--    so are the versions.
-- needs: s3api.list-buckets s3api.get-bucket-versioning s3api.get-object-lock-configuration
--    resourcegroupstaggingapi.get-resources
-- scan: yes
-- remediation: Enable versioning, and MFA delete or Object Lock.
-- status: placeholder
select r.arn as resource, r.account, r.region, r.tier,
       'insufficient_data' as verdict, 'not evaluated yet' as reason, r.source_id, r.pointer
  from known_resource r where r.in_scope = 1 and r.type = 'S3';
