-- id: S3_CRR
-- title: Critical buckets replicate their whole content to another Region
-- severity: high
-- why: A bucket lives in one Region; a rule that covers only a prefix leaves the rest behind.
-- needs: s3api.list-buckets s3api.get-bucket-replication s3api.get-bucket-versioning s3api.get-
--    bucket-location resourcegroupstaggingapi.get-resources
-- scan: yes
-- remediation: Enable versioning and a replication rule without a filter to a bucket in a DR Region.
-- status: placeholder
select r.arn as resource, r.account, r.region, r.tier,
       'insufficient_data' as verdict, 'not evaluated yet' as reason, r.source_id, r.pointer
  from known_resource r where r.in_scope = 1 and r.type = 'S3';
