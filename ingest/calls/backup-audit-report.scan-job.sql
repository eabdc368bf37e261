-- call: backup-audit-report.scan-job
-- required: /scanjobid /accountid /region
insert into document(source_id, pointer, account, region, call, item, body)
select :source, :pointer, :item ->> '$.accountid', :item ->> '$.region', 'backup-audit-report.scan-job',
  :item ->> '$.scanjobid', :item;
