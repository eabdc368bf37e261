-- call: backup-audit-report.resource-compliance
-- required: /controlname /resourceid /accountid /region
insert into document(source_id, pointer, account, region, call, item, body)
select :source, :pointer, :item ->> '$.accountid', :item ->> '$.region', 'backup-audit-report.resource-compliance',
  :item ->> '$.controlname', :item;
