-- call: backup.get-backup-selection
-- scope: region
-- required: /SelectionId /BackupPlanId /BackupSelection/SelectionName
-- name: /SelectionId
-- key: BackupSelection
-- not-configured: ResourceNotFoundException
-- keep: document
insert into backup_selection(source_id, pointer, plan_id, id, name, account, region, role_arn, body, detail)
select :source, :pointer, :item ->> '$.BackupPlanId', :item ->> '$.SelectionId',
  :item ->> '$.BackupSelection.SelectionName', :account, :region, :item ->> '$.BackupSelection.IamRoleArn',
  json_object('Resources', coalesce(:item -> '$.BackupSelection.Resources', json('[]')),
    'NotResources', coalesce(:item -> '$.BackupSelection.NotResources', json('[]')),
    'ListOfTags', coalesce(:item -> '$.BackupSelection.ListOfTags', json('[]')),
    'Conditions', coalesce(:item -> '$.BackupSelection.Conditions', json('{}'))), 1;
