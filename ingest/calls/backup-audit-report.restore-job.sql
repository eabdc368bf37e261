-- call: backup-audit-report.restore-job
-- required: /restorejobid /accountid /region /jobstatus
-- times: /creationdate /completiondate
-- AWS's report has no completion date: how long a restore took is only in list-restore-jobs.
insert into restore_job(source_id, pointer, id, account, region, resource_arn, resource_type, recovery_point_arn,
  created_resource_arn, status, message, created_at, completed_at, is_parent)
select :source, :pointer, :item ->> '$.restorejobid', :item ->> '$.accountid', :item ->> '$.region',
  coalesce(:item ->> '$.sourceresourcearn', :item ->> '$.resourcearn'), coalesce(:item ->> '$.resourcetype', ''),
  :item ->> '$.recoverypointarn', :item ->> '$.createdresourcearn', :item ->> '$.jobstatus',
  :item ->> '$.statusmessage', utc(:item ->> '$.creationdate'), utc(:item ->> '$.completiondate'),
  case lower(:item ->> '$.isparentjob') when 'true' then 1 when '1' then 1 when 'false' then 0 when '0' then 0 end;
