-- Calls that would have to be loaded to know that nothing speaks against what is accepted:
-- a lock, a hold, another rule's points, a restore of an old point, another snapshot, a
-- resource under the same rule, a tag that puts one into a stricter tier.

create temp table tiering_missing as
with scope as (
  select distinct kind, account, region from tiering_proposal
  where verdict = 'accept' and kind in ('backup_cold', 'ebs_archive')),
needed(kind, call) as (
  values ('backup_cold', 'backup.list-backup-vaults'), ('backup_cold', 'backup.list-legal-holds'),
         ('backup_cold', 'backup.list-restore-jobs'), ('backup_cold', 'backup.list-backup-plans'),
         ('ebs_archive', 'ec2.describe-snapshots'), ('ebs_archive', 'ec2.describe-volumes'),
         ('ebs_archive', 'ec2.describe-locked-snapshots'))
select s.account || '/' || s.region || '/' || n.call as call
from scope s join needed n on n.kind = s.kind
where not exists (select 1 from call_state c
                  where c.account = s.account and c.region = s.region and c.call = n.call
                    and c.status in ('ok', 'empty', 'not_configured'))
union -- data that has moved already
select distinct p.account || '/' || p.region || '/backup.list-tiering-configurations'
from tiering_proposal p
where p.verdict = 'accept' and p.to_class = 'low_cost_warm'
  and not exists (select 1 from call_state c
                  where c.account = p.account and c.region = p.region
                    and c.call = 'backup.list-tiering-configurations'
                    and c.status in ('ok', 'empty'))
union
select v.account || '/' || v.region || '/backup.list-recovery-points-by-backup-vault/' || v.name
from scope s join backup_vault v on v.account = s.account and v.region = s.region
where s.kind = 'backup_cold' and coalesce(v.n_recovery_points, 0) > 0
  and not exists (select 1 from call_state c
                  where c.account = v.account and c.region = v.region
                    and c.call = 'backup.list-recovery-points-by-backup-vault'
                    and c.item in (v.name, '') and c.status in ('ok', 'empty'))
union -- what else a plan backs up
select g.account || '/' || g.region || '/' || g.call
from scope s
join call_gap g on g.account = s.account and g.region = s.region
where s.kind = 'backup_cold'
  and (g.call in ('backup.list-backup-selections', 'backup.get-backup-selection')
       or g.call in (select t.call from type_call t join cold_type c on c.type = t.type
                     where c.cold = '1' and c.backup <> 'archive'))
union -- the tags of what has its tier by default
select s.account || '/' || s.region || '/resourcegroupstaggingapi.get-resources'
from scope s
join known_resource k on k.account = s.account and k.region = s.region and k.tier_method = 'default'
join cold_type c on c.type = k.type and c.cold = '1'
join resource_type t on t.type = k.type and t.tags <> 'inline'
where exists (select 1 from policy_tag where kind = 'tier')
  and not exists (select 1 from call_answered a
                  where a.account = k.account and a.region = k.region
                    and (a.call = 'resourcegroupstaggingapi.get-resources'
                         or (a.call = t.tags and a.item in (k.name, k.arn))))
union -- a lifecycle that is there already
select p.account || '/global/s3api.get-bucket-lifecycle-configuration/' || k.name
from tiering_proposal p join s3_name k on k.arn = p.resource
where p.kind in ('s3_lifecycle', 's3_intelligent_tiering') and p.verdict = 'accept'
  and not exists (select 1 from call_state c
                  where c.call = 's3api.get-bucket-lifecycle-configuration' and c.item = k.name
                    and c.status in ('ok', 'empty', 'not_configured'))
union -- the tags of a bucket that has its tier by default
select k.account || '/global/' || t.tags || '/' || k.name
from tiering_proposal p
join known_resource k on k.arn = p.resource and k.tier_method = 'default'
join resource_type t on t.type = k.type and t.tags <> 'inline'
where p.kind in ('s3_lifecycle', 's3_intelligent_tiering') and p.verdict = 'accept'
  and exists (select 1 from policy_tag where kind = 'tier')
  and not exists (select 1 from call_answered a
                  where a.account = k.account
                    and ((a.call = 'resourcegroupstaggingapi.get-resources' and a.region = k.region)
                         or (a.call = t.tags and a.item in (k.name, k.arn))))
union -- which buckets there are, and what is promised for them
select distinct p.account || '/global/s3api.list-buckets'
from tiering_proposal p
where p.kind in ('s3_lifecycle', 's3_intelligent_tiering') and p.verdict = 'accept'
  and p.resource not in (select arn from known_resource)
union -- how large and how old the objects are
select b.account || '/' || b.region || '/s3-inventory/' || b.name
from tiering_proposal p join s3_bucket b on b.arn = p.resource and b.region = p.region
where p.kind = 's3_lifecycle' and p.verdict = 'accept' and not b.counted
union
select p.account || '/' || p.region || '/backup.get-backup-plan/' || p.id
from scope s join backup_plan p on p.account = s.account and p.region = s.region
where s.kind = 'backup_cold'
group by p.account, p.region, p.id having max(p.detail) = 0;
