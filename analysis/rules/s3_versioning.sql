-- id: S3_VERSIONING
-- title: Critical buckets keep versions that cannot be deleted lightly
-- severity: high
-- why: Without versions an overwritten or deleted object is gone; without MFA delete or
--    Object Lock so are the versions.
-- needs: s3api.list-buckets s3api.get-bucket-versioning s3api.get-object-lock-configuration
--    s3api.get-bucket-replication s3api.get-bucket-tagging
--    resourcegroupstaggingapi.get-resources
-- uses: s3api.get-bucket-lifecycle-configuration
-- param: max_evidence_age_days integer 92  Age of the account's newest evidence beyond which nothing passes.
-- scan: yes
-- remediation: Enable versioning, and MFA delete (as the root user) or Object Lock; MFA delete
--    and a lifecycle configuration exclude each other.
with answered as (
  select account, item, call from call_state
   where call in ('s3api.get-bucket-versioning', 's3api.get-object-lock-configuration')
     and status in ('ok', 'empty', 'not_configured')
),
judged as (
  select r.arn, r.account, r.region, r.tier, r.name, r.source_id, r.pointer,
         v.source_id as v_source, v.pointer as v_pointer,
         json_extract(v.page, '$.Status') as status,
         coalesce(json_extract(v.page, '$.MFADelete'), '') = 'Enabled' as mfa,
         exists (select 1 from answered a where a.account = r.account and a.item = r.name
                    and a.call = 's3api.get-bucket-versioning') as seen,
         exists (select 1 from answered a where a.account = r.account and a.item = r.name
                    and a.call = 's3api.get-object-lock-configuration') as lock_seen,
         exists (select 1 from answer_page p
                  where p.call = 's3api.get-object-lock-configuration' and p.account = r.account and p.item = r.name
                    and json_extract(p.page, '$.ObjectLockConfiguration.ObjectLockEnabled') = 'Enabled') as locked,
         exists (select 1 from answer_page p, json_each(p.page, '$.Rules') l
                  where p.call = 's3api.get-bucket-lifecycle-configuration' and p.account = r.account
                    and p.item = r.name and json_extract(l.value, '$.Status') = 'Enabled') as lifecycle
    from known_resource r
    left join answer_page v on v.call = 's3api.get-bucket-versioning' and v.account = r.account and v.item = r.name
   where r.in_scope = 1 and r.type = 'S3'
)
select arn as resource, account, region, tier,
       case
         when name like '%--x-s3' then 'not_applicable'
         when not seen then 'insufficient_data'
         when coalesce(status, '') <> 'Enabled' then 'fail'
         when mfa or locked then 'pass'
         when lock_seen then 'fail'
         else 'insufficient_data'
       end as verdict,
       case
         when name like '%--x-s3' then 'a directory bucket has no versions'
         when not seen then 'its versioning was not exported'
         when status is null then 'versioning was never enabled'
         when status <> 'Enabled' then 'versioning is ' || lower(status)
         when mfa then 'versioning is enabled with MFA delete'
         when locked then 'versioning is enabled with Object Lock'
         when lock_seen and lifecycle
           then 'versioning is enabled, but no Object Lock protects the versions, and its lifecycle excludes MFA delete'
         when lock_seen then 'versioning is enabled, but neither MFA delete nor Object Lock protects the versions'
         else 'versioning is enabled without MFA delete; whether Object Lock is on was not exported'
       end as reason,
       coalesce(v_source, source_id) as source_id,
       iif(v_source is null, pointer, v_pointer || iif(status is null, '', '/Status')) as pointer
  from judged;
