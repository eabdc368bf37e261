-- id: USE_AWS_BACKUP
-- title: AWS Backup plans protect every stateful resource
-- severity: high
-- why: A central plan shows, enforces and reports what scripts and native snapshots leave
--    to each team.
-- needs: inventory backup.list-backup-vaults backup.list-recovery-points-by-backup-vault
--    backup.list-backup-plans backup.get-backup-plan backup.list-backup-selections
--    backup.get-backup-selection backup.describe-region-settings
-- uses: states
-- param: grace_hours integer 24  Age up to which a resource without a point may wait for its first schedule.
-- param: max_evidence_age_days integer 92  Age of the account's newest evidence beyond which nothing passes.
-- scan: yes
-- remediation: Add the resource, or a tag that it carries, to a selection of an active plan,
--    and opt the Region in to its type.
with judged as (
  select r.arn, r.account, r.region, r.tier, r.type, s.state, s.reason, s.newest_point_at,
         coalesce(s.source_id, r.source_id) as source_id,
         iif(s.source_id is null, r.pointer, s.pointer) as pointer,
         coalesce(y.opt_in, '') = '' as unsupported,
         unixepoch(run.as_of) - unixepoch(r.created_at) < :grace_hours * 3600 as young,
         exists (select 1 from selected x where x.arn = r.arn and x.blocked = 0) as selected,
         exists (select 1 from call_gap g
                  where g.account = r.account and g.region = r.region
                    and g.call in ('backup.list-backup-plans', 'backup.get-backup-plan',
                                   'backup.list-backup-selections', 'backup.get-backup-selection')) as unseen
    from known_resource r
    join run
    left join resource_state s on s.arn = r.arn
    left join resource_type y on y.type = r.type
   where r.in_scope = 1
)
select arn as resource, account, region, tier,
       case
         when unsupported then 'not_applicable'
         when state = 'protected' then 'pass'
         when state is null or state = 'unknown' then 'insufficient_data'
         when unseen and not selected then 'insufficient_data'
         when young and newest_point_at is null then 'not_applicable'
         else 'fail'
       end as verdict,
       case
         when unsupported then 'AWS Backup does not support this type'
         when state = 'protected' then coalesce(reason, 'a plan selects it and its newest point is fresh')
         when state is null or state = 'unknown' then coalesce(reason, 'the evidence that would decide is missing')
         when unseen and not selected then 'the plans or selections of its Region were not all exported'
         when young and newest_point_at is null then 'created less than ' || :grace_hours || ' hours ago'
         when state = 'protected_elsewhere' then 'protected, but by no plan of AWS Backup: ' || coalesce(reason, '')
         when state = 'stale' then 'its points are not fresh' || coalesce(', the newest is of ' || newest_point_at, '')
         when state = 'blocked' then 'a selection matches, but the Region has not opted in to its type'
         when state = 'selected_not_protected' then 'a plan selects it, but it has no recovery point'
         else 'no active plan selects it'
       end as reason,
       source_id, pointer
  from judged;
