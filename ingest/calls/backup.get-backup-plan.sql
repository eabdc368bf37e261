-- call: backup.get-backup-plan
-- scope: region
-- required: /BackupPlanId /BackupPlanArn /BackupPlan/BackupPlanName
-- times: /DeletionDate
-- arn: /BackupPlanArn
-- name: /BackupPlanId
-- key: BackupPlan
-- not-configured: ResourceNotFoundException
-- keep: document
insert into backup_plan(source_id, pointer, id, arn, name, account, region, deleted_at, detail)
select :source, :pointer, :item ->> '$.BackupPlanId', :item ->> '$.BackupPlanArn',
  :item ->> '$.BackupPlan.BackupPlanName', :account, :region, utc(:item ->> '$.DeletionDate'), 1;

insert into backup_plan_rule(source_id, pointer, plan_id, account, region, rule_id, name, vault_name,
  air_gapped_vault_arn, schedule, timezone, continuous, delete_after_days, cold_after_days,
  opt_in_to_archive, delete_after_event)
select :source, :pointer || '/BackupPlan/Rules/' || r.key, :item ->> '$.BackupPlanId', :account, :region,
  coalesce(r.value ->> '$.RuleId', r.value ->> '$.RuleName'), r.value ->> '$.RuleName',
  r.value ->> '$.TargetBackupVaultName', r.value ->> '$.TargetLogicallyAirGappedBackupVaultArn',
  coalesce(r.value ->> '$.ScheduleExpression', 'cron(0 5 ? * * *)'),
  coalesce(r.value ->> '$.ScheduleExpressionTimezone', 'Etc/UTC'), r.value ->> '$.EnableContinuousBackup',
  nullif(r.value ->> '$.Lifecycle.DeleteAfterDays', -1),
  nullif(r.value ->> '$.Lifecycle.MoveToColdStorageAfterDays', -1),
  r.value ->> '$.Lifecycle.OptInToArchiveForSupportedResources', r.value ->> '$.Lifecycle.DeleteAfterEvent'
from json_each(:item, '$.BackupPlan.Rules') as r;

insert into backup_plan_copy(source_id, pointer, plan_id, account, region, rule_id, destination_vault_arn,
  delete_after_days, cold_after_days)
select :source, :pointer || '/BackupPlan/Rules/' || r.key || '/CopyActions/' || c.key,
  :item ->> '$.BackupPlanId', :account, :region, coalesce(r.value ->> '$.RuleId', r.value ->> '$.RuleName'),
  c.value ->> '$.DestinationBackupVaultArn', nullif(c.value ->> '$.Lifecycle.DeleteAfterDays', -1),
  nullif(c.value ->> '$.Lifecycle.MoveToColdStorageAfterDays', -1)
from json_each(:item, '$.BackupPlan.Rules') as r, json_each(r.value, '$.CopyActions') as c;
