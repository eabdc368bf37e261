-- id: BACKUP_MONITORING
-- title: Backup failures reach a person
-- severity: high
-- why: A backup that fails silently is noticed at the restore.
-- needs: backup.list-backup-vaults backup.get-backup-vault-notifications backup.list-backup-plans
--    backup.get-backup-plan backup.list-recovery-points-by-backup-vault events.list-rules
--    events.list-targets-by-rule sns.list-subscriptions sns.get-topic-attributes
-- uses: cloudwatch.describe-alarms
-- param: max_evidence_age_days integer 92  Age of the account's newest evidence beyond which nothing passes.
-- scan: yes
-- remediation: Route failed backup, copy and restore jobs of the vault, by its notifications or
--    an EventBridge rule or alarms, to an SNS topic that lets AWS publish and has a confirmed
--    subscription.
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
-- Who may publish to a topic. Its first policy lets in the topic's own account by a
-- condition: enough for an alarm, not for AWS Backup and EventBridge.
topic_policy as (
  select json_extract(a.page, '$.Attributes.TopicArn') as topic, json_extract(a.page, '$.Attributes.Policy') as body
    from answer_page a
   where a.call = 'sns.get-topic-attributes' and json_valid(json_extract(a.page, '$.Attributes.Policy'))
),
publisher as (
  select p.topic, iif(w.value = '*', iif(json_extract(s.value, '$.Condition') is null, '*', 'cloudwatch.amazonaws.com'),
                      w.value) as name
    from topic_policy p
    join json_each(iif(json_type(p.body, '$.Statement') = 'array', json_extract(p.body, '$.Statement'),
                       json_array(json(json_extract(p.body, '$.Statement'))))) s
    join json_tree(s.value, '$.Principal') w on w.type = 'text'
   where json_type(p.body, '$.Statement') in ('array', 'object') and s.type = 'object'
     and json_extract(s.value, '$.Effect') = 'Allow'
     and exists (select 1 from json_tree(s.value, '$.Action') c
                  where c.type = 'text' and arn_like(lower(c.value), 'sns:publish'))
),
kind(name, done, failed, detail_type, metric, states) as (
  values ('backup', 'BACKUP_JOB_COMPLETED', 'BACKUP_JOB_FAILED', 'Backup Job State Change', 'NumberOfBackupJobsFailed',
          '["FAILED","EXPIRED","ABORTED"]'),
         ('copy', 'COPY_JOB_COMPLETED', 'COPY_JOB_FAILED', 'Copy Job State Change', 'NumberOfCopyJobsFailed', '["FAILED"]'),
         ('restore', 'RESTORE_JOB_COMPLETED', 'RESTORE_JOB_FAILED', 'Restore Job State Change',
          'NumberOfRestoreJobsFailed', '["FAILED"]')
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
-- What of it lets every failure through: no filter on the state, or one with all states
-- in which a job of the kind fails (a backup that never starts is EXPIRED).
event_kind as (
  select r.account, r.region, r.name, k.name as kind
    from event_rule r join kind k
   where r.pattern is not null
     and exists (select 1 from json_each(r.pattern, '$.source') s where s.value = 'aws.backup')
     and (json_type(r.pattern, '$."detail-type"') is null
          or exists (select 1 from json_each(r.pattern, '$."detail-type"') d where d.value = k.detail_type))
     and (json_type(r.pattern, '$.detail.state') is null and json_type(r.pattern, '$.detail.status') is null
          or not exists (
            select 1 from json_each(k.states) f
             where f.value not in (select value from json_each(r.pattern, '$.detail.state')
                                   union all select value from json_each(r.pattern, '$.detail.status'))))
),
target as (
  select a.account, a.region, a.item, json_extract(t.value, '$.Arn') as arn
    from answer_page a join json_each(a.page, '$.Targets') t
   where a.call = 'events.list-targets-by-rule'
),
-- Alarms on the number of failed jobs, of this vault or of all.
alarm as (
  select a.account, a.region, json_extract(m.value, '$.MetricName') as metric, t.value as topic,
         (select json_extract(d.value, '$.Value') from json_each(m.value, '$.Dimensions') d
           where json_extract(d.value, '$.Name') = 'BackupVaultName') as vault
    from answer_page a
    join json_each(a.page, '$.MetricAlarms') m
    join json_each(m.value, '$.AlarmActions') t
   where a.call = 'cloudwatch.describe-alarms' and json_extract(m.value, '$.Namespace') = 'AWS/Backup'
     and json_extract(m.value, '$.ActionsEnabled') = 1
     and not exists (select 1 from json_each(m.value, '$.Dimensions') d
                      where json_extract(d.value, '$.Name') <> 'BackupVaultName')
),
route as (
  select v.arn, k.name as kind, n.topic, 'backup.amazonaws.com' as publisher
    from vault v join kind k
    join notified n on n.account = v.account and n.region = v.region and n.item = v.name and n.event in (k.done, k.failed)
   where v.place = 1
  union
  select v.arn, e.kind, t.arn, 'events.amazonaws.com'
    from vault v
    join event_kind e on e.account = v.account and e.region = v.region
    join target t on t.account = v.account and t.region = v.region and t.item = e.name
   where v.place = 1
  union
  select v.arn, k.name, m.topic, 'cloudwatch.amazonaws.com'
    from vault v join kind k
    join alarm m on m.account = v.account and m.region = v.region and m.metric = k.metric
                and (m.vault is null or m.vault = v.name)
   where v.place = 1
),
-- Its topic may be published to (NULL: not told) and somebody listens.
step as (
  select r.*, exists (select 1 from heard h where h.topic = r.topic) as heard,
         iif(exists (select 1 from topic_policy p where p.topic = r.topic),
             exists (select 1 from publisher p where p.topic = r.topic and p.name in ('*', r.publisher)), null) as open
    from route r
),
judged as (
  select v.*,
         (select count(distinct s.kind) from step s where s.arn = v.arn and s.heard and s.open) as n_heard,
         (select count(distinct s.kind) from step s where s.arn = v.arn and s.heard and coalesce(s.open, 1)) as n_hoped,
         (select count(distinct s.kind) from step s where s.arn = v.arn) as n_routed,
         exists (select 1 from step s where s.arn = v.arn and s.open = 0) as shut,
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
         when beyond or unseen or n_hoped = 3 then 'insufficient_data'
         else 'fail'
       end as verdict,
       case
         when not in_use then 'no plan targets it and it holds no point'
         when n_heard = 3 then 'failed backup, copy and restore jobs reach a confirmed subscription'
         when beyond then 'its events go where it was not exported who listens'
         when unseen then 'notifications, event rules or subscriptions were not all exported'
         when n_hoped = 3 then 'whether its topic lets AWS publish to it was not exported'
         when n_routed = 0 then 'no notification, event rule or alarm tells of every failed job'
         when n_heard = 0 and shut then 'the policy of its topic does not let AWS publish to it'
         when n_heard = 0 then 'its events go to a topic without a confirmed subscription'
         else 'only ' || n_heard || ' of failed backup, copy and restore jobs reach a confirmed subscription'
       end as reason,
       source_id, pointer
  from judged;
