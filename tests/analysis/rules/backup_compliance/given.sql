delete from inventory_scope;
insert into inventory_scope select value, 'global' from json_each('["1-all","2-no-trail","3-not-logging","4-no-framework","5-report-old","6-unseen","7-status-unseen","8-no-plans","9-recorder-stopped","A-no-recorder","B-recorder-unseen","C-framework-inactive"]');
insert into inventory_scope select account, 'eu-west-1' from inventory_scope;
insert into call_state(account, region, call)
  select s.account, 'eu-west-1', c.value from inventory_scope s, json_each('["cloudtrail.describe-trails","backup.list-frameworks","backup.list-report-plans"]') c
   where s.region <> 'global' and s.account <> '6-unseen';
insert into document(source_id, pointer, account, region, call, item, body)
  select 1, '', account, 'eu-west-1', 'cloudtrail.describe-trails', '', json_object('trailList', json_array(
         json_object('Name', 't', 'IsMultiRegionTrail', iif(account = '2-no-trail', json('false'), json('true')))))
    from inventory_scope where region <> 'global' and account <> '6-unseen'
  union all
  select 1, '', account, 'eu-west-1', 'cloudtrail.get-trail-status', 't', json_object('IsLogging', iif(account = '3-not-logging', json('false'), json('true')))
    from inventory_scope where region <> 'global' and account not in ('6-unseen', '7-status-unseen')
  union all
  select 1, '', account, 'eu-west-1', 'backup.list-frameworks', '', json_object('Frameworks', json_array(
         json_object('DeploymentStatus', iif(account = '4-no-framework', 'FAILED', 'COMPLETED'))))
    from inventory_scope where region <> 'global' and account <> '6-unseen'
  union all
  select 1, '', account, 'eu-west-1', 'backup.list-report-plans', '', json_object('ReportPlans', json_array(
         json_object('LastSuccessfulExecutionTime', iif(account = '5-report-old', '2024-09-20T00:00:00Z', '2024-09-30T05:00:00Z'))))
    from inventory_scope where region <> 'global' and account not in ('6-unseen', '8-no-plans');
insert into backup_plan(source_id, pointer, id, arn, name, account, region, detail)
  select 1, '', account, account, 'p', account, 'eu-west-1', 1 from inventory_scope where region <> 'global' and account <> '8-no-plans';
insert into document(source_id, pointer, account, region, call, item, body)
  select 1, '', account, 'eu-west-1', 'configservice.describe-configuration-recorder-status', '', json_object('ConfigurationRecordersStatus',
         iif(account = 'A-no-recorder', json_array(), json_array(json_object('name', 'default', 'recording', iif(account = '9-recorder-stopped', json('false'), json('true'))))))
    from inventory_scope where region <> 'global' and account <> 'B-recorder-unseen'
  union all
  select 1, '', account, 'eu-west-1', 'backup.describe-framework', 'f', json_object('FrameworkStatus', iif(account = 'C-framework-inactive', 'INACTIVE', 'ACTIVE'))
    from inventory_scope where region <> 'global' and account in ('1-all', 'C-framework-inactive');
