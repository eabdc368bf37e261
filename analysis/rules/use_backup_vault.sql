-- id: USE_BACKUP_VAULT
-- title: Recovery points lie in vaults whose deletion is controlled
-- severity: high
-- why: Whoever can delete the data can delete its backups, unless the vault says no.
-- needs: backup.list-backup-vaults backup.get-backup-vault-access-policy backup.list-backup-plans
--    backup.get-backup-plan backup.list-recovery-points-by-backup-vault
-- param: max_evidence_age_days integer 92  Age of the account's newest evidence beyond which nothing passes.
-- scan: yes
-- remediation: Keep points in a dedicated vault with a lock, or with a policy that denies
--    backup:DeleteRecoveryPoint, backup:UpdateRecoveryPointLifecycle and
--    backup:PutBackupVaultAccessPolicy to everyone.
with vault as (
  select v.*, row_number() over (partition by v.arn order by v.source_id, v.pointer) as place from backup_vault v
),
policy as (
  select account, region, item, source_id, pointer,
         iif(json_valid(json_extract(page, '$.Policy')), json_extract(page, '$.Policy'), null) as body
    from answer_page
   where call = 'backup.get-backup-vault-access-policy'
),
-- A policy may hold one statement or a list, and a statement one action or a list.
statement as (
  select p.account, p.region, p.item, s.value as body, s.id as number
    from policy p
    join json_each(iif(json_type(p.body, '$.Statement') = 'array', json_extract(p.body, '$.Statement'),
                       json_array(json(json_extract(p.body, '$.Statement'))))) s
   where p.body is not null and json_type(p.body, '$.Statement') in ('array', 'object') and s.type = 'object'
),
action as (
  select s.account, s.region, s.item, s.number, json_extract(s.body, '$.Effect') as effect, lower(a.value) as pattern,
         json_extract(s.body, '$.Condition') is not null as conditional,
         coalesce(json_extract(s.body, '$.Principal.AWS'), json_extract(s.body, '$.Principal')) in ('*', '["*"]') as everyone
    from statement s
    join json_each(iif(json_type(s.body, '$.Action') = 'array', json_extract(s.body, '$.Action'),
                       json_array(json_extract(s.body, '$.Action')))) a
),
control(name) as (
  values ('backup:deleterecoverypoint'), ('backup:updaterecoverypointlifecycle'), ('backup:putbackupvaultaccesspolicy')
),
guard as (
  select v.arn,
         (select count(distinct c.name) from control c join action a
             on a.account = v.account and a.region = v.region and a.item = v.name
            and a.effect = 'Deny' and a.everyone and not a.conditional and arn_like(a.pattern, c.name)) = 3 as denies,
         exists (select 1 from action a
                  where a.account = v.account and a.region = v.region and a.item = v.name
                    and a.effect = 'Deny' and (a.conditional or not coalesce(a.everyone, 0))
                    and arn_like(a.pattern, 'backup:deleterecoverypoint')) as denies_some,
         exists (select 1 from action a
                  where a.account = v.account and a.region = v.region and a.item = v.name
                    and a.effect = 'Allow' and a.everyone and not a.conditional) as open,
         exists (select 1 from call_state c
                  where c.call = 'backup.get-backup-vault-access-policy' and c.account = v.account
                    and c.region = v.region and c.item = v.name
                    and c.status in ('ok', 'empty', 'not_configured')) as seen
    from vault v where v.place = 1
),
judged as (
  select v.*, g.denies, g.denies_some, g.open, g.seen,
         coalesce(v.n_recovery_points, 0) > 0
           or exists (select 1 from recovery_point p where p.vault_arn = v.arn)
           or exists (select 1 from backup_plan_rule u
                       where u.vault_name = v.name and u.account = v.account and u.region = v.region)
           or exists (select 1 from backup_plan_rule u where u.air_gapped_vault_arn = v.arn)
           or exists (select 1 from backup_plan_copy c where c.destination_vault_arn = v.arn) as in_use
    from vault v join guard g on g.arn = v.arn
   where v.place = 1
)
select arn as resource, account, region, null as tier,
       case
         when not in_use or type = 'RESTORE_ACCESS_BACKUP_VAULT' then 'not_applicable'
         when open then 'fail'
         when locked = 1 or type = 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT' or denies then 'pass'
         when denies_some then 'insufficient_data'
         when seen and locked is not null then 'fail'
         else 'insufficient_data'
       end as verdict,
       case
         when not in_use then 'no plan targets it and it holds no point'
         when type = 'RESTORE_ACCESS_BACKUP_VAULT' then 'it only gives access to the points of another vault'
         when open then 'its policy allows everyone in'
         when type = 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT' then 'a logically air-gapped vault is locked by nature'
         when locked = 1 and lock_date is null then 'its lock is in governance mode: who has the right may remove it'
         when locked = 1 and lock_date > (select as_of from run) then 'its lock can be changed until ' || lock_date
         when locked = 1 then 'it is locked for good since ' || lock_date
         when denies then 'its policy denies the deletion of points'
         when denies_some then 'its policy denies the deletion of points to some or under a condition'
         when seen and locked is not null
           then iif(name = 'Default', 'the Default vault is in use', 'it is in use')
                || ' without a lock and without a policy that denies the deletion of points'
         else 'its lock or its access policy was not exported'
       end as reason,
       source_id, pointer
  from judged;
