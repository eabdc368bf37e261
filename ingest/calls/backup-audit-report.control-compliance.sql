-- call: backup-audit-report.control-compliance
-- required: /controlname /controlcompliancestatus /accountid /region
insert into document(source_id, pointer, account, region, call, item, body)
select :source, :pointer, :item ->> '$.accountid', :item ->> '$.region', 'backup-audit-report.control-compliance',
  :item ->> '$.controlname', :item;
