-- id: BACKUP_IAM
-- title: Backup roles work and have no more rights than they need
-- severity: high
-- why: A role without permission makes jobs fail; one with all of them is a way to delete
--    every backup.
-- needs: iam.get-account-authorization-details backup.list-backup-plans backup.list-backup-selections
--    backup.get-backup-selection backup.list-backup-jobs
-- scan: yes
-- remediation: Give the role of each selection AWSBackupServiceRolePolicyForBackup (and, for
--    buckets, AWSBackupServiceRolePolicyForS3Backup), and take away administrator rights.
with used as (
  select s.role_arn as arn, min(s.source_id) as source_id, min(s.pointer) as pointer,
         max(exists (select 1 from selected x join known_resource r on r.arn = x.arn
                      where x.selection_id = s.id and x.plan_id = s.plan_id and r.type = 'S3')) as takes_buckets,
         max(exists (select 1 from backup_job j
                      where j.plan_id = s.plan_id and upper(j.message_category) in ('ACCESSDENIED', 'ACCESS_DENIED')
                        and j.state in ('FAILED', 'ABORTED'))) as refused
    from backup_selection s
   where coalesce(s.role_arn, '') <> ''
   group by s.role_arn
),
role as (
  select json_extract(d.value, '$.Arn') as arn, d.value as body, a.source_id, a.pointer || '/RoleDetailList/' || d.key as pointer,
         row_number() over (partition by json_extract(d.value, '$.Arn') order by a.source_id, a.pointer, d.key) as place
    from answer_page a join json_each(a.page, '$.RoleDetailList') d
   where a.call = 'iam.get-account-authorization-details'
),
attached as (
  select r.arn, json_extract(p.value, '$.PolicyArn') as policy
    from role r join json_each(r.body, '$.AttachedManagedPolicies') p
   where r.place = 1
),
inline as (
  select r.arn, json_extract(p.value, '$.PolicyDocument') as body
    from role r join json_each(r.body, '$.RolePolicyList') p
   where r.place = 1
),
statement as (
  select i.arn, s.value as body
    from inline i
    join json_each(iif(json_type(i.body, '$.Statement') = 'array', json_extract(i.body, '$.Statement'),
                       json_array(json(json_extract(i.body, '$.Statement'))))) s
   where json_valid(i.body) and json_type(i.body, '$.Statement') in ('array', 'object') and s.type = 'object'
),
judged as (
  select u.*, r.source_id as r_source, r.pointer as r_pointer,
         instr(coalesce(json_extract(r.body, '$.AssumeRolePolicyDocument'), ''), 'backup.amazonaws.com') > 0 as trusted,
         exists (select 1 from attached a where a.arn = u.arn and a.policy like '%:policy/AdministratorAccess')
           or exists (select 1 from statement s
                       where s.arn = u.arn and json_extract(s.body, '$.Effect') = 'Allow'
                         and json_extract(s.body, '$.Action') in ('*', '["*"]', '*:*')
                         and json_extract(s.body, '$.Resource') in ('*', '["*"]')) as admin,
         exists (select 1 from attached a where a.arn = u.arn
                    and a.policy like '%:policy/service-role/AWSBackupServiceRolePolicyForBackup') as may_back_up,
         exists (select 1 from attached a where a.arn = u.arn
                    and a.policy like '%:policy/AWSBackupServiceRolePolicyForS3Backup') as may_take_buckets,
         exists (select 1 from inline i where i.arn = u.arn)
           or exists (select 1 from attached a where a.arn = u.arn and a.policy not like '%:iam::aws:policy/%') as own_policies,
         exists (select 1 from attached a where a.arn = u.arn) as any_attached,
         exists (select 1 from call_state c
                  where c.call = 'iam.get-account-authorization-details' and c.account = arn_part(u.arn, 4)
                    and c.status = 'ok') as seen
    from used u
    left join role r on r.arn = u.arn and r.place = 1
)
select arn as resource, arn_part(arn, 4) as account, null as region, null as tier,
       case
         when r_source is null then iif(seen, 'fail', 'insufficient_data')
         when admin or not trusted or refused then 'fail'
         when not any_attached and not own_policies then 'fail'
         when takes_buckets and not may_take_buckets and not own_policies then 'fail'
         when may_back_up and (may_take_buckets or not takes_buckets) then 'pass'
         when own_policies then 'insufficient_data'
         else 'fail'
       end as verdict,
       case
         when r_source is null and seen then 'a selection names this role, which does not exist'
         when r_source is null then 'the roles of its account were not exported'
         when admin then 'it has administrator rights'
         when not trusted then 'it does not trust backup.amazonaws.com'
         when refused then 'backup jobs of its plan were denied access'
         when not any_attached and not own_policies then 'it has no permissions'
         when takes_buckets and not may_take_buckets and not own_policies then 'it lacks the permissions to back up buckets'
         when may_back_up and (may_take_buckets or not takes_buckets) then 'it trusts AWS Backup and has its managed policy'
         when own_policies then 'its permissions come from own policies, which are not judged'
         else 'it has no permissions of AWS Backup'
       end as reason,
       coalesce(r_source, source_id) as source_id, iif(r_source is null, pointer, r_pointer) as pointer
  from judged;
