-- id: BACKUP_IAM
-- title: Backup roles work and have no more rights than they need
-- severity: high
-- why: A role without permission makes jobs fail; one with all of them is a way to delete
--    every backup.
-- needs: iam.get-account-authorization-details backup.list-backup-plans backup.list-backup-selections
--    backup.get-backup-selection backup.list-backup-jobs ec2.describe-instances ec2.describe-volumes
--    rds.describe-db-instances rds.describe-db-clusters dynamodb.list-tables efs.describe-file-systems
--    s3api.list-buckets s3api.get-bucket-location s3api.get-bucket-tagging fsx.describe-file-systems
--    fsx.describe-volumes redshift.describe-clusters timestream-write.list-tables
--    storagegateway.list-volumes resourcegroupstaggingapi.get-resources
--    backup.list-restore-testing-plans backup.list-restore-testing-selections
-- param: max_evidence_age_days integer 92  Age of the account's newest evidence beyond which nothing passes.
-- scan: yes
-- remediation: Give the role of each selection AWSBackupServiceRolePolicyForBackup (and, for
--    buckets, AWSBackupServiceRolePolicyForS3Backup), that of each restore test
--    AWSBackupServiceRolePolicyForRestores, and take away administrator rights.
with tester as (
  -- Restore tests name the role that restores.
  select json_extract(t.value, '$.IamRoleArn') as arn, json_extract(t.value, '$.ProtectedResourceType') as type,
         a.source_id, a.pointer || '/RestoreTestingSelections/' || t.key || '/IamRoleArn' as pointer
    from answer_page a join json_each(a.page, '$.RestoreTestingSelections') t
   where a.call = 'backup.list-restore-testing-selections'
  union all
  select json_extract(a.page, '$.RestoreTestingSelection.IamRoleArn'),
         json_extract(a.page, '$.RestoreTestingSelection.ProtectedResourceType'),
         a.source_id, a.pointer || '/RestoreTestingSelection/IamRoleArn'
    from answer_page a
   where a.call = 'backup.get-restore-testing-selection'
),
naming as (
  select s.role_arn as arn, s.source_id, s.pointer,
         exists (select 1 from backup_job j
                  where j.plan_id = s.plan_id and upper(j.message_category) in ('ACCESSDENIED', 'ACCESS_DENIED')
                    and j.state in ('FAILED', 'ABORTED')) as refused
    from backup_selection s
  union all
  select arn, source_id, pointer, 0 from tester
),
used as (
  select arn, min(source_id) as source_id, min(pointer) as pointer, max(refused) as refused
    from naming where coalesce(arn, '') <> '' group by arn
),
-- The action without which AWS Backup takes no point of a type, or restores none; a role
-- whose selections match nothing is asked for any of them.
probe(type, action) as (
  values ('EBS', 'ec2:createsnapshot'), ('EC2', 'ec2:createimage'), ('RDS', 'rds:createdbsnapshot'),
         ('Aurora', 'rds:createdbclustersnapshot'), ('DocumentDB', 'rds:createdbclustersnapshot'),
         ('Neptune', 'rds:createdbclustersnapshot'), ('DynamoDB', 'dynamodb:startawsbackupjob'),
         ('EFS', 'elasticfilesystem:backup'), ('FSx', 'fsx:createbackup'), ('Redshift', 'redshift:createclustersnapshot'),
         ('Timestream', 'timestream:startawsbackupjob'), ('Storage Gateway', 'storagegateway:createsnapshot'),
         ('S3', 's3:getobjectversion'),
         ('restored EBS', 'ec2:createvolume'), ('restored EC2', 'ec2:runinstances'),
         ('restored RDS', 'rds:restoredbinstancefromdbsnapshot'),
         ('restored Aurora', 'rds:restoredbclusterfromsnapshot'), ('restored DocumentDB', 'rds:restoredbclusterfromsnapshot'),
         ('restored Neptune', 'rds:restoredbclusterfromsnapshot'), ('restored DynamoDB', 'dynamodb:startawsbackupjob'),
         ('restored EFS', 'elasticfilesystem:restore'), ('restored FSx', 'fsx:createfilesystemfrombackup'),
         ('restored S3', 's3:putobject')
),
takes as (
  select distinct s.role_arn as arn, r.type
    from backup_selection s
    join selected x on x.selection_id = s.id and x.plan_id = s.plan_id
    join known_resource r on r.arn = x.arn
  union
  select arn, 'restored ' || type from tester
),
role as (
  select json_extract(d.value, '$.Arn') as arn, d.value as body, a.source_id, a.pointer || '/RoleDetailList/' || d.key as pointer,
         json_extract(d.value, '$.PermissionsBoundary.PermissionsBoundaryArn') as boundary,
         row_number() over (partition by json_extract(d.value, '$.Arn') order by a.source_id, a.pointer, d.key) as place
    from answer_page a join json_each(a.page, '$.RoleDetailList') d
   where a.call = 'iam.get-account-authorization-details'
),
-- Managed policies by their version in force. AWS's own that are not in the export are
-- known by name: what they allow here, and AdministratorAccess.
managed as (
  select a.account, json_extract(p.value, '$.Arn') as arn, json_extract(v.value, '$.Document') as body
    from answer_page a
    join json_each(a.page, '$.Policies') p
    join json_each(p.value, '$.PolicyVersionList') v
   where a.call = 'iam.get-account-authorization-details' and json_extract(v.value, '$.IsDefaultVersion') = 1
),
known_name(suffix, action) as (
  values (':policy/AdministratorAccess', '*'),
         (':policy/AWSBackupFullAccess', 'backup:*'),
         (':policy/AWSBackupServiceRolePolicyForS3Backup', 's3:getobjectversion'),
         (':policy/AWSBackupServiceRolePolicyForS3Restore', 's3:putobject')
  union all
  select ':policy/service-role/AWSBackupServiceRolePolicyForBackup', action from probe
   where type <> 'S3' and type not like 'restored %'
  union all
  select ':policy/service-role/AWSBackupServiceRolePolicyForRestores', action from probe
   where type like 'restored %' and type <> 'restored S3'
),
attached as (
  select r.arn, arn_part(r.arn, 4) as account, json_extract(p.value, '$.PolicyArn') as policy, 'grant' as what
    from role r join json_each(r.body, '$.AttachedManagedPolicies') p
   where r.place = 1
  union all
  select arn, arn_part(arn, 4), boundary, 'boundary' from role where place = 1 and boundary is not null
),
policy as (
  select r.arn, 'grant' as what, json_extract(p.value, '$.PolicyDocument') as body
    from role r join json_each(r.body, '$.RolePolicyList') p
   where r.place = 1
  union all
  select arn, 'trust', json_extract(body, '$.AssumeRolePolicyDocument') from role where place = 1
  union all
  select a.arn, a.what, m.body
    from attached a join managed m on m.arn = a.policy and m.account = a.account
),
-- A policy holds one statement or a list, a statement one action or a list.
statement as (
  select p.arn, p.what, s.value as body
    from policy p
    join json_each(iif(json_type(p.body, '$.Statement') = 'array', json_extract(p.body, '$.Statement'),
                       json_array(json(json_extract(p.body, '$.Statement'))))) s
   where json_valid(p.body) and json_type(p.body, '$.Statement') in ('array', 'object') and s.type = 'object'
),
clause as (
  select s.arn, s.what, json_extract(s.body, '$.Effect') as effect, json_type(s.body, '$.Action') is null as inverse,
         iif(json_type(s.body, '$.Action') is null, json_extract(s.body, '$.NotAction'), json_extract(s.body, '$.Action')) as actions,
         json_type(coalesce(json_extract(s.body, '$.Condition'), '{}')) = 'object'
           and json_extract(s.body, '$.Condition') is not null as conditional,
         json_extract(s.body, '$.Resource') in ('*', '["*"]') as everything
    from statement s
),
listed as (
  select c.*, iif(json_valid(c.actions), c.actions, json_array(c.actions)) as list from clause c where c.actions is not null
),
-- Whether a role's clauses reach an action: named, or not excepted.
reach as (
  select l.arn, l.what, p.type, l.effect, l.conditional, l.everything
    from listed l join probe p
   where exists (select 1 from json_each(l.list) a where arn_like(lower(a.value), p.action)) <> l.inverse
  union all
  select a.arn, a.what, p.type, 'Allow', 0, 1
    from attached a
    join known_name k on substr(a.policy, -length(k.suffix)) = k.suffix and a.policy like 'arn:%:iam::aws:policy/%'
    join probe p on arn_like(k.action, p.action)
   where not exists (select 1 from managed m where m.arn = a.policy and m.account = a.account)
),
-- 2: allowed; 1: under a condition that is not judged here; 0: not.
may as (
  select r.arn, p.type,
         case when exists (select 1 from reach x where x.arn = r.arn and x.type = p.type and x.effect = 'Deny'
                              and not x.conditional and x.everything) then 0
              when not exists (select 1 from reach x where x.arn = r.arn and x.type = p.type and x.effect = 'Allow'
                                  and x.what = 'grant') then 0
              when r.boundary is not null
               and not exists (select 1 from reach x where x.arn = r.arn and x.type = p.type and x.effect = 'Allow'
                                  and x.what = 'boundary') then 0
              when exists (select 1 from reach x where x.arn = r.arn and x.type = p.type and x.effect = 'Deny') then 1
              when not exists (select 1 from reach x where x.arn = r.arn and x.type = p.type and x.effect = 'Allow'
                                  and x.what = 'grant' and not x.conditional) then 1
              else 2 end as degree
    from role r join probe p
   where r.place = 1 and r.arn in (select arn from used)
),
-- Of each role: the worst of the types that it takes, else the best of all.
wanted as (
  select u.arn, t.type, coalesce(m.degree, 0) as degree,
         row_number() over (partition by u.arn order by
           iif(t.arn is null, -coalesce(m.degree, 0), coalesce(m.degree, 0)), coalesce(t.type, '')) as place
    from used u
    left join (select * from takes where type in (select type from probe)) t on t.arn = u.arn
    left join may m on m.arn = u.arn and (t.type is null or m.type = t.type)
),
-- Policies of which only the name is known: what they allow is not told.
unread as (
  select a.arn, min(a.policy) as policy
    from attached a
   where not exists (select 1 from managed m where m.arn = a.policy and m.account = a.account)
     and not exists (select 1 from known_name k where substr(a.policy, -length(k.suffix)) = k.suffix
                        and a.policy like 'arn:%:iam::aws:policy/%')
     and (a.policy not like 'arn:%:iam::aws:policy/%' or a.what = 'boundary')
   group by a.arn
),
judged as (
  select u.*, r.source_id as r_source, r.pointer as r_pointer, w.type, w.degree, n.policy as unread_policy,
         case when w.type is null then 'back up resources' when w.type = 'S3' then 'back up buckets'
              when w.type like 'restored %' then 'restore ' || substr(w.type, 10) else 'back up ' || w.type end as task,
         exists (select 1 from statement s
                  where s.arn = u.arn and s.what = 'trust' and json_extract(s.body, '$.Effect') = 'Allow'
                    and exists (select 1 from json_each(s.body, '$.Principal.Service') p
                                 where p.value = 'backup.amazonaws.com')) as trusted,
         exists (select 1 from listed l
                  where l.arn = u.arn and l.what = 'grant' and l.effect = 'Allow' and l.everything and not l.conditional
                    and (l.inverse or exists (select 1 from json_each(l.list) a where a.value in ('*', '*:*'))))
           or exists (select 1 from attached a
                       where a.arn = u.arn and a.what = 'grant' and a.policy like 'arn:%:iam::aws:policy/AdministratorAccess')
           as admin,
         exists (select 1 from policy p where p.arn = u.arn and p.what = 'grant')
           or exists (select 1 from attached a where a.arn = u.arn and a.what = 'grant') as any_policy,
         exists (select 1 from call_state c
                  where c.call = 'iam.get-account-authorization-details' and c.account = arn_part(u.arn, 4)
                    and c.status = 'ok') as seen
    from used u
    left join role r on r.arn = u.arn and r.place = 1
    left join wanted w on w.arn = u.arn and w.place = 1
    left join unread n on n.arn = u.arn
)
select arn as resource, arn_part(arn, 4) as account, null as region, null as tier,
       case
         when r_source is null then iif(seen, 'fail', 'insufficient_data')
         when admin or not trusted or refused or not any_policy then 'fail'
         when degree = 2 and unread_policy is null then 'pass'
         when unread_policy is not null or degree = 1 then 'insufficient_data'
         else 'fail'
       end as verdict,
       case
         when r_source is null and seen then 'a selection names this role, which does not exist'
         when r_source is null then 'the roles of its account were not exported'
         when admin then 'it has administrator rights'
         when not trusted then 'it does not trust backup.amazonaws.com'
         when refused then 'backup jobs of its plan were denied access'
         when not any_policy then 'it has no permissions'
         when unread_policy is not null then 'its policy ' || unread_policy || ' was not exported'
         when degree = 2 then 'it trusts AWS Backup and may do what its selections ask'
         when degree = 1 then 'it may ' || task || ' under conditions that are not judged here'
         when type is not null then 'it lacks the permission to ' || task
         else 'it has no permissions of AWS Backup'
       end as reason,
       coalesce(r_source, source_id) as source_id, iif(r_source is null, pointer, r_pointer) as pointer
  from judged;
