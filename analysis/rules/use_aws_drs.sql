-- id: USE_AWS_DRS
-- title: Critical EC2 instances replicate with AWS Elastic Disaster Recovery
-- severity: high
-- why: A restore from backup takes hours; a replicated server starts in minutes.
-- needs: ec2.describe-instances drs.describe-source-servers resourcegroupstaggingapi.get-resources
-- param: drs_default_rpo_seconds integer 86400  Longest lag where the tier has no RPO.
-- param: max_evidence_age_days integer 92  Age of the account's newest evidence beyond which nothing passes.
-- scan: yes
-- remediation: Install the replication agent and bring the server to continuous replication.
with asked as (
  select r.*, run.policy_present, t.strategy, coalesce(t.cross_region, 0) as cross_region,
         coalesce(t.rpo, :drs_default_rpo_seconds) as rpo,
         exists (select 1 from call_gap g where g.call = 'drs.describe-source-servers' and g.account = r.account)
           or not exists (select 1 from call_state c where c.call = 'drs.describe-source-servers' and c.account = r.account)
           or exists (select 1 from policy_region p
                       where p.role = 'dr'
                         and not exists (select 1 from call_state c
                                          where c.call = 'drs.describe-source-servers' and c.account = r.account
                                            and c.region = p.region and c.status in ('ok', 'empty', 'not_configured'))) as unseen
    from known_resource r
    join run
    left join tier t on t.id = r.tier
   where r.in_scope = 1 and r.type = 'EC2'
),
server as (
  select json_extract(i.value, '$.sourceProperties.identificationHints.awsInstanceID') as instance, a.region as there,
         coalesce(json_extract(i.value, '$.dataReplicationInfo.dataReplicationState'), 'of no known state') as state,
         duration_seconds(json_extract(i.value, '$.dataReplicationInfo.lagDuration')) as lag,
         coalesce(json_extract(i.value, '$.replicationDirection'), '') = 'FAILBACK' as backwards,
         a.source_id, a.pointer || '/items/' || i.key || '/dataReplicationInfo' as pointer
    from answer_page a join json_each(a.page, '$.items') i
   where a.call = 'drs.describe-source-servers'
),
best as (
  select s.*, row_number() over (partition by s.instance
           order by s.state <> 'CONTINUOUS', s.backwards, coalesce(s.lag, 0), s.there, s.source_id, s.pointer) as place
    from server s
)
select a.arn as resource, a.account, a.region, a.tier,
       case
         when not a.policy_present then 'insufficient_data'
         when coalesce(a.strategy, 'backup_and_restore') = 'backup_and_restore' then 'not_applicable'
         when b.instance is null then iif(a.unseen, 'insufficient_data', 'fail')
         when b.state <> 'CONTINUOUS' then 'fail'
         when b.backwards then 'fail'
         when a.cross_region and b.there = a.region then 'fail'
         when b.lag > a.rpo then 'fail'
         else 'pass'
       end as verdict,
       case
         when not a.policy_present then 'no policy says whether it must be replicated'
         when coalesce(a.strategy, 'backup_and_restore') = 'backup_and_restore' then 'its tier is restored from backup'
         when b.instance is null and a.unseen then 'source servers were not exported in every Region that may hold them'
         when b.instance is null then 'no source server of Elastic Disaster Recovery stands for it'
         when b.state <> 'CONTINUOUS' then 'its replication is ' || b.state
         when b.backwards then 'its server replicates back to where it came from: a failback that was not ended'
         when a.cross_region and b.there = a.region then 'it replicates within its own Region only'
         when b.lag > a.rpo then 'its replication lags ' || duration_text(b.lag) || ' behind, more than ' || duration_text(a.rpo)
         else 'it replicates continuously to ' || b.there || coalesce(', ' || duration_text(b.lag) || ' behind', '')
       end as reason,
       coalesce(b.source_id, a.source_id) as source_id, iif(b.source_id is null, a.pointer, b.pointer) as pointer
  from asked a
  left join best b on b.instance = a.name and b.place = 1;
