-- call: backup.list-backup-selections
-- items: /BackupSelectionsList
-- scope: region
-- required: /SelectionId /SelectionName /BackupPlanId
insert into backup_selection(source_id, pointer, plan_id, id, name, account, region, role_arn, body, detail)
select :source, :pointer, :item ->> '$.BackupPlanId', :item ->> '$.SelectionId', :item ->> '$.SelectionName',
  :account, :region, :item ->> '$.IamRoleArn', null, 0;
