-- call: backup-audit-report.copy-job
-- required: /copyjobid /accountid /region /jobstatus /resourcearn
-- times: /creationdate /completiondate
insert into copy_job(source_id, pointer, id, account, region, resource_arn, resource_type, source_vault_arn,
  source_recovery_point_arn, destination_vault_arn, destination_recovery_point_arn, state, message, created_at,
  completed_at, bytes, plan_id, plan_rule_id)
select :source, :pointer, :item ->> '$.copyjobid', :item ->> '$.accountid', :item ->> '$.region',
  :item ->> '$.resourcearn', coalesce(:item ->> '$.resourcetype', ''), :item ->> '$.sourcebackupvaultarn',
  :item ->> '$.sourcerecoverypointarn', :item ->> '$.destinationbackupvaultarn',
  :item ->> '$.destinationrecoverypointarn', :item ->> '$.jobstatus', :item ->> '$.statusmessage',
  utc(:item ->> '$.creationdate'), utc(:item ->> '$.completiondate'), :item ->> '$.backupsizeinbytes',
  nullif(replace(arn_part(:item ->> '$.backupplanarn', 5), 'backup-plan:', ''), ''), :item ->> '$.backupruleid';
