-- id: CROSS_REGION_BACKUP
-- title: Critical resources have a recent copy in another Region
-- severity: critical
-- why: A backup that lies in the same Region as its source is lost with it.
-- needs: inventory backup.list-backup-vaults backup.list-recovery-points-by-backup-vault
--    backup.list-backup-plans backup.get-backup-plan backup.list-copy-jobs
-- param: default_rpo_seconds integer 86400  Age a copy may have where the tier has no RPO.
-- param: max_evidence_age_days integer 92  Age of the account's newest evidence beyond which nothing passes.
-- scan: yes
-- remediation: Add a copy action to a vault in a DR Region to the plan that selects the
--    resource, and look into copy jobs that failed.
with asked as (
  -- An attached volume without points of its own comes back with its instance.
  select r.arn, iif(r.type = 'EBS' and r.parent_arn is not null
             and not exists (select 1 from point p where p.root_arn = r.arn and p.live = 1), r.parent_arn, r.arn) as point_of, r.type, r.account, r.region, r.tier, r.attributes, r.source_id, r.pointer,
         run.as_of, run.policy_present, coalesce(t.cross_region, 0) as asks,
         coalesce(t.rpo, :default_rpo_seconds) as rpo, -- ONTAP and Multi-AZ DB clusters are the exceptions of their types.
         coalesce(y.copyable, 0) and coalesce(json_extract(r.attributes, '$.FileSystemType'), '') <> 'ONTAP'
           and not (r.type = 'RDS' and arn_part(r.arn, 5) like 'cluster:%') as copyable
    from known_resource r
    join run
    left join tier t on t.id = r.tier
    left join resource_type y on y.type = r.type
   where r.in_scope = 1
),
-- Points of AWS Backup in another Region, the newest first.
copy as (
  select a.arn, p.region, p.created_at, p.source_id, p.pointer,
         unixepoch(a.as_of) - unixepoch(p.created_at) <= a.rpo as fresh,
         not exists (select 1 from policy_region) or p.region in (select region from policy_region) as allowed,
         row_number() over (partition by a.arn order by
           (not exists (select 1 from policy_region) or p.region in (select region from policy_region)) desc,
           p.created_at desc, p.arn) as place
    from asked a
    join point p on p.root_arn = a.point_of
   where p.kind = 'backup' and p.live = 1 and p.region <> a.region and p.created_at <= a.as_of
),
newest as (select * from copy where place = 1),
-- Where copies are sent to, by plan or by job, into vaults whose points we do not see.
unseen as (
  select distinct a.arn, d.vault
    from (select s.arn, c.destination_vault_arn as vault
            from selected s join backup_plan_copy c on c.plan_id = s.plan_id
          union
          select resource_arn, destination_vault_arn from copy_job
           where state = 'COMPLETED' and destination_vault_arn is not null) d
    join asked a on a.point_of = d.arn
   where arn_part(d.vault, 3) <> a.region
     and not exists (
       select 1 from call_state k
        where k.call = 'backup.list-recovery-points-by-backup-vault'
          and k.account = arn_part(d.vault, 4) and k.region = arn_part(d.vault, 3)
          and (k.item = '' or 'backup-vault:' || k.item = arn_part(d.vault, 5))
          and k.status in ('ok', 'empty', 'not_configured'))
),
-- A list that was cut short, or the plans and jobs of the resource's own Region missing.
hidden as (
  select a.arn, min(k.call) as call
    from asked a
    join call_state k
      on k.call = 'backup.list-recovery-points-by-backup-vault' and k.status = 'truncated'
     and k.account = a.account and k.region <> a.region
   group by a.arn
  union all
  select a.arn, 'backup.list-backup-plans'
    from asked a
   where not exists (select 1 from call_state k
                      where k.call in ('backup.list-backup-plans', 'backup.list-copy-jobs')
                        and k.account = a.account and k.region = a.region
                        and k.status in ('ok', 'empty', 'not_configured'))
),
copy_failed as (
  select resource_arn as arn, state, source_id, pointer,
         row_number() over (partition by resource_arn order by created_at desc, id) as place
    from copy_job
   where destination_vault_arn is not null and source_vault_arn is not null
     and arn_part(destination_vault_arn, 3) <> arn_part(source_vault_arn, 3)
)
select a.arn as resource, a.account, a.region, a.tier,
       case
         when not a.policy_present then 'insufficient_data'
         when not a.asks then 'not_applicable'
         when n.fresh and n.allowed then 'pass'
         when not a.copyable then 'not_applicable'
         when exists (select 1 from unseen u where u.arn = a.arn)
           or exists (select 1 from hidden h where h.arn = a.arn) then 'insufficient_data'
         else 'fail'
       end as verdict,
       case
         when not a.policy_present then 'no policy says whether it must be copied to another Region'
         when not a.asks then 'its tier asks for no copy in another Region'
         when n.fresh and n.allowed then 'copied to ' || n.region || ' at ' || n.created_at
         when not a.copyable then 'AWS Backup cannot copy this type to another Region'
         when exists (select 1 from unseen u where u.arn = a.arn)
           then 'its copies go to a vault that was not exported: '
                || (select min(u.vault) from unseen u where u.arn = a.arn)
         when exists (select 1 from hidden h where h.arn = a.arn)
           then 'the evidence is missing or cut short: ' || (select min(h.call) from hidden h where h.arn = a.arn)
         when not n.allowed then 'its newest copy lies in ' || n.region || ', which the policy does not name'
         when n.created_at is not null then 'its newest copy, in ' || n.region || ', is of ' || n.created_at
         when f.state in ('FAILED', 'PARTIAL') then 'its last copy to another Region ended ' || f.state
         when exists (select 1 from point p where p.root_arn = a.point_of and p.kind = 'replication' and p.live = 1
                         and p.region <> a.region)
           then 'replicated to another Region by its own service, and not backed up there'
         when exists (select 1 from selected s join backup_plan_copy c on c.plan_id = s.plan_id where s.arn in (a.arn, a.point_of))
           then 'its plan copies it, but no copy exists in another Region'
         else 'no copy in another Region, and no plan that makes one'
       end as reason,
       coalesce(n.source_id, f.source_id, a.source_id) as source_id,
       iif(n.source_id is not null, n.pointer, iif(f.source_id is not null, f.pointer, a.pointer)) as pointer
  from asked a
  left join newest n on n.arn = a.arn
  left join copy_failed f on f.arn = a.point_of and f.place = 1;
