-- id: BACKUP_ENCRYPTION
-- title: Every backup that is kept is encrypted
-- severity: high
-- why: A copy of the data deserves the protection of the data; many types inherit the
--    source's encryption, or none, whatever the vault says.
-- needs: backup.list-backup-vaults backup.list-recovery-points-by-backup-vault
--    ec2.describe-snapshots rds.describe-db-snapshots rds.describe-db-cluster-snapshots
--    kms.list-keys kms.describe-key
-- param: max_evidence_age_days integer 92  Age of the account's newest evidence beyond which nothing passes.
-- param: require_customer_key integer 0  1: a key that AWS manages does not pass.
-- scan: yes
-- remediation: Encrypt the source, or copy the backup with a KMS key and delete the original;
--    keep the key enabled as long as the backup is kept.
with kept as (
  select arn, resource_arn, resource_type, account, region, encrypted, key_arn, source_id,
         pointer || iif(pointer like '/RecoveryPoints/%' and encrypted is not null, '/IsEncrypted', '') as pointer
    from recovery_point
   where status not in ('DELETING', 'CREATING')
  union all
  select s.arn, s.resource_arn, s.kind, s.account, s.region, s.encrypted, s.key_arn, s.source_id, s.pointer
    from snapshot s
   where s.kind in ('ebs', 'rds', 'rds_cluster')
     and lower(s.state) not in ('pending', 'creating', 'deleting', 'error', 'failed')
     and s.arn not in (select arn from recovery_point)
),
-- The snapshots of a machine image: their description names it.
image as (
  select k.arn, count(*) as n, sum(coalesce(s.encrypted, 0) = 0) as n_plain
    from kept k
    join snapshot s on s.kind = 'ebs' and s.region = k.region
     and instr(s.description || ' ', 'for ' || substr(arn_part(k.arn, 5), 7) || ' ') > 0
   where k.resource_type = 'EC2' and arn_part(k.arn, 5) like 'image/%'
   group by k.arn
),
key_state as (
  select json_extract(body, '$.KeyMetadata.Arn') as arn, json_extract(body, '$.KeyMetadata.KeyState') as state,
         json_extract(body, '$.KeyMetadata.KeyManager') as manager
    from document
   where call = 'kms.describe-key'
),
judged as (
  select k.*, i.n, i.n_plain, y.state as key_state, y.manager, r.tier,
         k.resource_type = 'EC2' and arn_part(k.arn, 5) like 'image/%' as is_image
    from kept k
    left join image i on i.arn = k.arn
    left join key_state y on y.arn = k.key_arn
    left join known_resource r on r.arn = k.resource_arn
   where not coalesce(r.in_scope = 0 and r.role = 'source', 0)
)
select arn as resource, account, region, tier,
       case
         when key_state in ('PendingDeletion', 'Disabled', 'PendingReplicaDeletion', 'Unavailable') then 'fail'
         when is_image and n_plain > 0 then 'fail'
         when is_image and n > 0 then 'pass'
         when is_image and coalesce(encrypted, 0) = 0 then 'insufficient_data'
         when encrypted = 1 and :require_customer_key and coalesce(manager, '') <> 'CUSTOMER'
           then iif(manager = 'AWS', 'fail', 'insufficient_data')
         when encrypted = 1 then 'pass'
         when encrypted = 0 then 'fail'
         else 'insufficient_data'
       end as verdict,
       case
         when key_state in ('PendingDeletion', 'Disabled', 'PendingReplicaDeletion', 'Unavailable')
           then 'its key is ' || key_state
         when is_image and n_plain > 0 then n_plain || ' of the ' || n || ' snapshots of its image are not encrypted'
         when is_image and n > 0 then 'all snapshots of its image are encrypted'
         when is_image and coalesce(encrypted, 0) = 0 then 'an image is as encrypted as its snapshots, which were not exported'
         when encrypted = 1 and :require_customer_key and manager = 'AWS' then 'encrypted with a key that AWS manages'
         when encrypted = 1 and :require_customer_key and coalesce(manager, '') <> 'CUSTOMER'
           then 'encrypted; who manages its key was not exported'
         when encrypted = 1 then 'encrypted' || coalesce(' with ' || key_arn, '')
         when encrypted = 0 then 'not encrypted'
         else 'the answer does not say whether it is encrypted'
       end as reason,
       source_id, pointer
  from judged;
