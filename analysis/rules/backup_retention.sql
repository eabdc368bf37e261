-- id: BACKUP_RETENTION
-- title: Backups are kept as long as the policy asks
-- severity: high
-- why: Damage that is noticed late needs a backup from before it; a point that expired
--    cannot be restored.
-- needs: inventory backup.list-backup-vaults backup.list-recovery-points-by-backup-vault
--    backup.list-backup-plans backup.get-backup-plan backup.list-backup-selections
--    backup.get-backup-selection
-- uses: states
-- param: default_retention_days integer 35  Minimum where the tier states none.
-- param: max_evidence_age_days integer 92  Age of the account's newest evidence beyond which nothing passes.
-- scan: yes
-- remediation: Raise DeleteAfterDays of one rule of the plan to the minimum, within the
--    window of its vault's lock.
with asked as (
  -- An attached volume without points of its own comes back with its instance.
  select r.arn, iif(r.type = 'EBS' and r.parent_arn is not null
             and not exists (select 1 from point p where p.root_arn = r.arn and p.live = 1), r.parent_arn, r.arn) as point_of, r.account, r.region, r.tier, r.source_id, r.pointer, s.state,
         json_extract(r.attributes, '$.BackupRetentionPeriod') as automated_days,
         coalesce(t.min_retention_days, :default_retention_days) as days,
         iif(t.min_retention_days is null, ' (a default: the tier states none)', '') as label
    from known_resource r
    left join tier t on t.id = r.tier
    left join resource_state s on s.arn = r.arn
   where r.in_scope = 1
),
for_ever(days) as (values (1000000)),
-- The rules that reach a resource: continuous points end after 35 days, whatever
-- is asked, so they count where there is nothing else.
planned as (
  select distinct a.arn, u.name, u.continuous,
         coalesce(nullif(u.delete_after_days, -1), (select days from for_ever)) as days,
         v.name as vault, v.locked, v.min_retention_days as lock_min, v.max_retention_days as lock_max,
         u.source_id, u.pointer
    from asked a
    join selected x on x.arn in (a.arn, a.point_of) and coalesce(x.blocked, 0) = 0
    join backup_plan_rule u on u.plan_id = x.plan_id
    left join backup_vault v on v.name = u.vault_name and v.account = u.account and v.region = u.region
),
rules as (
  select arn, max(days) as days,
         max(iif(locked = 1 and (days < lock_min or days > lock_max), name, null)) as contradicts
    from (select p.*, row_number() over (partition by arn, name, days, vault order by source_id) as place
            from planned p
           where coalesce(continuous, 0) = 0
              or not exists (select 1 from planned q where q.arn = p.arn and coalesce(q.continuous, 0) = 0))
   where place = 1
   group by arn
),
-- Points of AWS Backup tell how long they are kept; what else there is may not.
kept as (
  select a.arn, p.kind, coalesce(p.continuous, 0) as continuous, p.source_id, p.pointer,
         case when p.delete_after_days = -1 then (select days from for_ever)
              when p.delete_after_days is not null then p.delete_after_days
              when p.delete_at is not null then (unixepoch(p.delete_at) - unixepoch(p.created_at)) / 86400
              when p.kind = 'pitr' then a.automated_days
              when p.kind = 'backup' and not coalesce(p.continuous, 0) then (select days from for_ever) end as days
    from asked a join point p on p.root_arn = a.point_of and p.live = 1
),
points as (
  select arn, max(days) as days, count(*) as n, source_id, pointer
    from kept k
   where days is not null
     and (not continuous
          or not exists (select 1 from kept o where o.arn = k.arn and not o.continuous and o.days is not null))
   group by arn
),
judged as (
  select a.*, r.days as rule_days, r.contradicts, p.days as point_days,
         exists (select 1 from kept k where k.arn = a.arn) as any_point,
         p.source_id as point_source, p.pointer as point_pointer
    from asked a
    left join rules r on r.arn = a.arn
    left join points p on p.arn = a.arn
)
select arn as resource, account, region, tier,
       case
         when contradicts is not null or rule_days < days or point_days < days then 'fail'
         when state is null or state = 'unknown' then 'insufficient_data'
         when point_days is not null then 'pass'
         when rule_days is not null then 'insufficient_data'
         when any_point then 'insufficient_data'
         else 'fail'
       end as verdict,
       case
         when contradicts is not null then 'plan rule ' || contradicts || ' contradicts the lock of its vault'
         when rule_days < days then 'its plan keeps points for ' || rule_days || ' days, less than ' || days || label
         when point_days < days then 'its points are kept for ' || point_days || ' days, less than ' || days || label
         when state is null or state = 'unknown' then 'the evidence that would decide is missing'
         when point_days = (select days from for_ever) then 'kept for ever, at least ' || days || ' days are asked' || label
         when point_days is not null then 'kept for ' || point_days || ' days, at least ' || days || ' are asked' || label
         when rule_days is not null then 'its plan would keep points long enough, but none exists yet'
         when any_point then 'backed up outside AWS Backup; how long that is kept was not exported'
         else 'nothing is kept of it; at least ' || days || ' days are asked' || label
       end as reason,
       coalesce(point_source, source_id) as source_id,
       iif(point_source is null, pointer, point_pointer) as pointer
  from judged;
