-- call: backup-audit-report.backup-job
-- required: /backupjobid /accountid /region /jobstatus /resourcearn
-- times: /creationdate /completiondate
-- The plan is known by the last part of its ARN.
insert into backup_job(source_id, pointer, id, account, region, resource_arn, resource_type, vault_arn,
  recovery_point_arn, state, message, created_at, completed_at, bytes, plan_id, plan_rule_id, is_parent,
  parent_job_id, delete_after_days)
select :source, :pointer, :item ->> '$.backupjobid', :item ->> '$.accountid', :item ->> '$.region',
  :item ->> '$.resourcearn', coalesce(:item ->> '$.resourcetype', ''),
  coalesce(:item ->> '$.backupvaultarn', 'arn:' || partition(:item ->> '$.region') || ':backup:' ||
    (:item ->> '$.region') || ':' || (:item ->> '$.accountid') || ':backup-vault:' || (:item ->> '$.backupvaultname')),
  :item ->> '$.recoverypointarn', :item ->> '$.jobstatus', :item ->> '$.statusmessage',
  utc(:item ->> '$.creationdate'), utc(:item ->> '$.completiondate'), :item ->> '$.backupsizeinbytes',
  nullif(replace(arn_part(:item ->> '$.backupplanarn', 5), 'backup-plan:', ''), ''), :item ->> '$.backupruleid',
  case lower(:item ->> '$.isparentjob') when 'true' then 1 when '1' then 1 when 'false' then 0 when '0' then 0 end,
  :item ->> '$.parentjobid', case when :item ->> '$.deleteafterdays' glob '[0-9]*' then cast(:item ->> '$.deleteafterdays' as integer) end;
