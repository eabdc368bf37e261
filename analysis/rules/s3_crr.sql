-- id: S3_CRR
-- title: Critical buckets replicate their whole content to another Region
-- severity: high
-- why: A bucket lives in one Region; a rule that covers only a prefix leaves the rest behind.
-- needs: s3api.list-buckets s3api.get-bucket-replication s3api.get-bucket-versioning
--    s3api.get-bucket-location s3api.get-bucket-encryption s3api.get-bucket-tagging
--    resourcegroupstaggingapi.get-resources
-- param: max_evidence_age_days integer 92  Age of the account's newest evidence beyond which nothing passes.
-- scan: yes
-- remediation: Enable versioning and a replication rule without a filter to a bucket in a DR
--    Region, and copy what was there before with S3 Batch Replication.
with asked as (
  select r.*, run.policy_present, coalesce(t.cross_region, 0) as asks,
         exists (select 1 from call_state c where c.call = 's3api.get-bucket-replication' and c.account = r.account
                    and c.item = r.name and c.status in ('ok', 'empty', 'not_configured')) as rules_seen,
         exists (select 1 from call_state c where c.call = 's3api.get-bucket-versioning' and c.account = r.account
                    and c.item = r.name and c.status in ('ok', 'empty', 'not_configured')) as versioning_seen,
         exists (select 1 from answer_page p where p.call = 's3api.get-bucket-versioning' and p.account = r.account
                    and p.item = r.name and json_extract(p.page, '$.Status') = 'Enabled') as versioned,
         exists (select 1 from answer_page p, json_each(p.page, '$.ServerSideEncryptionConfiguration.Rules') e
                  where p.call = 's3api.get-bucket-encryption' and p.account = r.account and p.item = r.name
                    and json_extract(e.value, '$.ApplyServerSideEncryptionByDefault.SSEAlgorithm') like 'aws:kms%') as kms
    from known_resource r
    join run
    left join tier t on t.id = r.tier
   where r.in_scope = 1 and r.type = 'S3'
),
-- How far each replication rule comes: 6 is all the way. Objects under a KMS key are left
-- out unless the rule names them.
rule as (
  select a.arn, json_extract(u.value, '$.Destination.Bucket') as bucket, d.region as there,
         p.source_id, p.pointer || '/ReplicationConfiguration/Rules/' || u.key as pointer,
         case
           when json_extract(u.value, '$.Status') <> 'Enabled' then 1
           when coalesce(json_extract(u.value, '$.Prefix'), json_extract(u.value, '$.Filter.Prefix'), '') <> ''
             or json_extract(u.value, '$.Filter.Tag') is not null
             or json_extract(u.value, '$.Filter.And') is not null then 2
           when d.region = a.region then 3
           when a.kms and coalesce(json_extract(u.value,
             '$.SourceSelectionCriteria.SseKmsEncryptedObjects.Status'), '') <> 'Enabled' then 4
           when d.region is null or a.region in ('', 'global') then 5
           else 6
         end as reach
    from asked a
    join answer_page p on p.call = 's3api.get-bucket-replication' and p.account = a.account and p.item = a.name
    join json_each(p.page, '$.ReplicationConfiguration.Rules') u
    left join (select arn, max(region) as region from resource
                where type = 'S3' and region not in ('', 'global') group by arn) d
      on d.arn = json_extract(u.value, '$.Destination.Bucket')
),
best as (
  select *, row_number() over (partition by arn order by reach desc, pointer) as place from rule
)
select a.arn as resource, a.account, a.region, a.tier,
       case
         when a.name like '%--x-s3' then 'not_applicable'
         when not a.policy_present then 'insufficient_data'
         when not a.asks then 'not_applicable'
         when not a.rules_seen then 'insufficient_data'
         when b.reach = 6 and a.versioned then 'pass'
         when a.versioning_seen and not a.versioned then 'fail'
         when b.reach >= 5 then 'insufficient_data'
         else 'fail'
       end as verdict,
       case
         when a.name like '%--x-s3' then 'a directory bucket cannot replicate'
         when not a.policy_present then 'no policy says whether it must be copied to another Region'
         when not a.asks then 'its tier asks for no copy in another Region'
         when not a.rules_seen then 'its replication configuration was not exported'
         when b.reach = 6 and a.versioned then 'replicates whole to ' || b.bucket || ' in ' || b.there
         when a.versioning_seen and not a.versioned then 'versioning is not enabled, so nothing replicates'
         when b.reach = 6 then 'its versioning was not exported'
         when b.reach = 5 then 'the Region of the bucket or of its destination ' || b.bucket || ' was not exported'
         when b.reach = 4 then 'it replicates in part only: its objects are encrypted with KMS, which the rule leaves out'
         when b.reach = 3 then 'it replicates within its own Region only, to ' || b.bucket
         when b.reach = 2 then 'it replicates in part only: the rule has a filter'
         when b.reach = 1 then 'its replication rule is disabled'
         else 'it has no replication rule'
       end as reason,
       coalesce(b.source_id, a.source_id) as source_id, iif(b.source_id is null, a.pointer, b.pointer) as pointer
  from asked a
  left join best b on b.arn = a.arn and b.place = 1;
