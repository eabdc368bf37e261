-- id: BACKUP_MONITORING
-- title: Backup failures reach a person
-- severity: high
-- why: A backup that fails silently is noticed at the restore.
-- needs: backup.list-backup-vaults backup.get-backup-vault-notifications backup.list-backup-plans
--    backup.get-backup-plan backup.list-recovery-points-by-backup-vault events.list-rules
--    events.list-targets-by-rule sns.list-subscriptions
-- param: max_evidence_age_days integer 92  Age of the account's newest evidence beyond which nothing is judged.
-- scan: yes
-- remediation: Route failed backup, copy and restore jobs of the vault, by its notifications or
--    an EventBridge rule, to an SNS topic with a confirmed subscription.
with vault as (
  select v.*, row_number() over (partition by v.arn order by v.source_id, v.pointer) as place,
         coalesce(v.n_recovery_points, 0) > 0
           or exists (select 1 from recovery_point p where p.vault_arn = v.arn)
           or exists (select 1 from backup_plan_rule u
                       where (u.vault_name = v.name and u.account = v.account and u.region = v.region)
                          or u.air_gapped_vault_arn = v.arn)
           or exists (select 1 from backup_plan_copy c where c.destination_vault_arn = v.arn) as in_use
    from backup_vault v
),
-- A topic that somebody listens to.
heard as (
  select distinct json_extract(s.value, '$.TopicArn') as topic
    from answer_page a join json_each(a.page, '$.Subscriptions') s
   where a.call = 'sns.list-subscriptions' and json_extract(s.value, '$.SubscriptionArn') like 'arn:%'
),
-- The vault's own notifications: COMPLETED includes failures, *_FAILED is the older form.
notified as (
  select a.account, a.region, a.item, json_extract(a.page, '$.SNSTopicArn') as topic, e.value as event
    from answer_page a join json_each(a.page, '$.BackupVaultEvents') e
   where a.call = 'backup.get-backup-vault-notifications'
),
event_rule as (
  select a.account, a.region, json_extract(r.value, '$.Name') as name,
         iif(json_valid(json_extract(r.value, '$.EventPattern')), json_extract(r.value, '$.EventPattern'), null) as pattern
    from answer_page a join json_each(a.page, '$.Rules') r
   where a.call = 'events.list-rules' and json_extract(r.value, '$.State') like 'ENABLED%'
),
-- What of it lets a failure through: no filter on the state, or one that has FAILED.
event_kind as (
  select r.account, r.region, r.name, d.value as detail_type
    from event_rule r
    join json_each(coalesce(json_extract(r.pattern, '$."detail-type"'),
                            '["Backup Job State Change","Copy Job State Change","Restore Job State Change"]')) d
   where r.pattern is not null
     and exists (select 1 from json_each(r.pattern, '$.source') s where s.value = 'aws.backup')
     and (json_type(r.pattern, '$.detail') is null
          or json_type(r.pattern, '$.detail.state') is null and json_type(r.pattern, '$.detail.status') is null
          or exists (select 1 from json_each(r.pattern, '$.detail.state') s where s.value = 'FAILED')
          or exists (select 1 from json_each(r.pattern, '$.detail.status') s where s.value = 'FAILED'))
),
target as (
  select a.account, a.region, a.item, json_extract(t.value, '$.Arn') as arn
    from answer_page a join json_each(a.page, '$.Targets') t
   where a.call = 'events.list-targets-by-rule'
),
kind(name, done, failed, detail_type) as (
  values ('backup', 'BACKUP_JOB_COMPLETED', 'BACKUP_JOB_FAILED', 'Backup Job State Change'),
         ('copy', 'COPY_JOB_COMPLETED', 'COPY_JOB_FAILED', 'Copy Job State Change'),
         ('restore', 'RESTORE_JOB_COMPLETED', 'RESTORE_JOB_FAILED', 'Restore Job State Change')
),
route as (
  select v.arn, k.name as kind, n.topic
    from vault v join kind k
    join notified n on n.account = v.account and n.region = v.region and n.item = v.name and n.event in (k.done, k.failed)
   where v.place = 1
  union
  select v.arn, k.name, t.arn
    from vault v join kind k
    join event_kind e on e.account = v.account and e.region = v.region and e.detail_type = k.detail_type
    join target t on t.account = v.account and t.region = v.region and t.item = e.name
   where v.place = 1
),
judged as (
  select v.*,
         (select count(*) from kind k where exists (
            select 1 from route r join heard h on h.topic = r.topic where r.arn = v.arn and r.kind = k.name)) as n_heard,
         (select count(distinct r.kind) from route r where r.arn = v.arn) as n_routed,
         -- A topic of another account or Region, or a target that is no topic, may reach somebody.
         exists (select 1 from route r where r.arn = v.arn
                    and (arn_part(r.topic, 2) <> 'sns'
                         or not exists (select 1 from call_state c
                                         where c.call = 'sns.list-subscriptions' and c.account = arn_part(r.topic, 4)
                                           and c.region = arn_part(r.topic, 3) and c.status in ('ok', 'empty')))) as beyond,
         exists (select 1 from call_gap g
                  where g.account = v.account and g.region = v.region
                    and g.call in ('backup.get-backup-vault-notifications', 'events.list-rules',
                                   'events.list-targets-by-rule', 'sns.list-subscriptions')) as unseen
    from vault v
   where v.place = 1
)
select arn as resource, account, region, null as tier,
       case
         when not in_use then 'not_applicable'
         when n_heard = 3 then 'pass'
         when beyond or unseen then 'insufficient_data'
         else 'fail'
       end as verdict,
       case
         when not in_use then 'no plan targets it and it holds no point'
         when n_heard = 3 then 'failed backup, copy and restore jobs reach a confirmed subscription'
         when beyond then 'its events go where it was not exported who listens'
         when unseen then 'notifications, event rules or subscriptions were not all exported'
         when n_routed = 0 then 'no notification and no event rule tells of failed jobs'
         when n_heard = 0 then 'its events go to a topic without a confirmed subscription'
         else 'only ' || n_heard || ' of failed backup, copy and restore jobs reach a confirmed subscription'
       end as reason,
       source_id, pointer
  from judged;
