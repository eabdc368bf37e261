-- id: S3_GLACIER
-- title: Long-term backups move to cold storage
-- severity: low
-- why: What is kept for months and read never is cheaper cold.
-- needs: inventory s3api.get-bucket-lifecycle-configuration s3api.get-bucket-versioning
--    backup.list-backup-plans backup.get-backup-plan backup.list-backup-selections
--    backup.get-backup-selection
-- uses: s3api.list-bucket-intelligent-tiering-configurations
-- param: long_term_days integer 90  Retention above which backups count as long-term.
-- param: max_evidence_age_days integer 92  Age of the account's newest evidence beyond which nothing passes.
-- scan: yes
-- remediation: Add a lifecycle transition to GLACIER or DEEP_ARCHIVE, or cold storage to the plan
--    rule, where the tier's RTO allows it; see `drledger tiering`.
with plan_rule as (
  select u.*, row_number() over (partition by u.plan_id, u.name order by u.source_id, u.pointer) as place,
         coalesce(nullif(u.delete_after_days, -1), 1000000) > :long_term_days as long_term,
         -- EBS goes cold only where the rule opts in to its archive.
         exists (select 1 from selected s
                   join known_resource r on r.arn = s.arn
                   join resource_type y on y.type = r.type and y.cold = 1
                  where s.plan_id = u.plan_id) as cold_capable,
         exists (select 1 from selected s where s.plan_id = u.plan_id) as selects
    from backup_plan_rule u
    join backup_plan p on p.id = u.plan_id and p.deleted_at is null
),
lifecycle as (
  select a.account, a.item, r.value as body, a.source_id, a.pointer || '/Rules/' || r.key as pointer
    from answer_page a join json_each(a.page, '$.Rules') r
   where a.call = 's3api.get-bucket-lifecycle-configuration' and json_extract(r.value, '$.Status') = 'Enabled'
),
archive_rule as (
  select l.account, l.item, l.source_id, l.pointer, 'a lifecycle rule moves its objects to an archive class' as how
    from lifecycle l
   where exists (select 1 from json_each(l.body, '$.Transitions') t
                  where json_extract(t.value, '$.StorageClass') in ('GLACIER', 'DEEP_ARCHIVE'))
      or exists (select 1 from json_each(l.body, '$.NoncurrentVersionTransitions') t
                  where json_extract(t.value, '$.StorageClass') in ('GLACIER', 'DEEP_ARCHIVE'))
  union all
  select a.account, a.item, a.source_id, a.pointer, 'Intelligent-Tiering moves its objects to an archive tier'
    from answer_page a
   where a.call = 's3api.list-bucket-intelligent-tiering-configurations'
     and exists (select 1 from json_each(a.page, '$.IntelligentTieringConfigurationList') c, json_each(c.value, '$.Tierings') t
                  where json_extract(c.value, '$.Status') = 'Enabled'
                    and json_extract(t.value, '$.AccessTier') in ('ARCHIVE_ACCESS', 'DEEP_ARCHIVE_ACCESS'))
),
archiving as (
  select r.*, row_number() over (partition by r.account, r.item order by r.how, r.source_id, r.pointer) as place
    from archive_rule r
),
bucket as (
  select r.arn, r.account, r.region, r.tier, r.name, r.source_id, r.pointer, a.source_id as a_source, a.pointer as a_pointer, a.how,
         exists (select 1 from call_state c where c.call = 's3api.get-bucket-lifecycle-configuration'
                    and c.account = r.account and c.item = r.name and c.status in ('ok', 'empty', 'not_configured')) as seen,
         exists (select 1 from answer_page v where v.call = 's3api.get-bucket-versioning' and v.account = r.account
                    and v.item = r.name and json_extract(v.page, '$.MFADelete') = 'Enabled') as mfa,
         exists (select 1 from lifecycle l where l.account = r.account and l.item = r.name
                    and coalesce(json_extract(l.body, '$.Filter.Prefix'), json_extract(l.body, '$.Prefix'), '') = ''
                    and json_extract(l.body, '$.Filter.And') is null and json_extract(l.body, '$.Filter.Tag') is null
                    and json_extract(l.body, '$.Expiration.Days') <= :long_term_days) as short_lived
    from known_resource r
    left join archiving a on a.account = r.account and a.item = r.name and a.place = 1
   where r.in_scope = 1 and r.type = 'S3'
)
select 'plan-rule:' || plan_id || '/' || name as resource, account, region, null as tier,
       case
         when not long_term then 'not_applicable'
         when coalesce(cold_after_days, -1) >= 0 then 'pass'
         when coalesce(continuous, 0) = 1 or not selects or not cold_capable then 'not_applicable'
         else 'fail'
       end as verdict,
       case
         when not long_term then 'its points are kept for ' || delete_after_days || ' days'
         when coalesce(cold_after_days, -1) >= 0 then 'its points go cold after ' || cold_after_days || ' days'
         when coalesce(continuous, 0) = 1 then 'continuous backups cannot go cold'
         when not selects then 'its plan selects nothing'
         when not cold_capable then 'nothing that its plan selects can go cold'
         else 'its points stay warm ' || iif(coalesce(delete_after_days, -1) = -1, 'for ever', 'for ' || delete_after_days || ' days')
       end as reason,
       source_id, pointer
  from plan_rule
 where place = 1
union all
select arn, account, region, tier,
       case
         when name like '%--x-s3' or mfa then 'not_applicable'
         when a_source is not null then 'pass'
         when not seen then 'insufficient_data'
         when short_lived then 'not_applicable'
         else 'fail'
       end,
       case
         when name like '%--x-s3' then 'a directory bucket has no archive classes'
         when mfa then 'MFA delete excludes a lifecycle configuration'
         when a_source is not null then how
         when not seen then 'its lifecycle configuration was not exported'
         when short_lived then 'its objects expire within ' || :long_term_days || ' days'
         else 'no lifecycle rule moves its objects to an archive class'
       end,
       coalesce(a_source, source_id), iif(a_source is null, pointer, a_pointer)
  from bucket;
