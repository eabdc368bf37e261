insert into backup_vault(source_id, pointer, arn, name, account, region, type, n_recovery_points)
  select 1, '', 'arn:' || value, value, value, 'eu-west-1', 'BACKUP_VAULT', iif(value = '6-unused', 0, 5) from json_each(
    '["1-notifications","2-event-rule","3-pending","4-only-backup","5-nothing","6-unused","7-other-account","8-unseen","9-rule-disabled",
      "A-only-success","B-both-ways","C-no-expired","D-alarms","E-alarm-of-another-vault","F-alarm-disabled","G-topic-shut","H-topic-unseen",
      "I-first-policy","J-alarm-and-first-policy","K-lambda"]');
insert into call_state(account, region, call) select account, region, 'sns.list-subscriptions' from backup_vault;
insert into call_gap(account, region, call) values ('8-unseen', 'eu-west-1', 'events.list-rules');
insert into document(source_id, pointer, account, region, call, item, body)
  select 2, '', account, region, 'sns.list-subscriptions', '', json_object('Subscriptions', json_array(json_object(
         'TopicArn', 'arn:aws:sns:eu-west-1:' || account || ':t', 'SubscriptionArn',
         iif(account = '3-pending', 'PendingConfirmation', 'arn:aws:sns:eu-west-1:' || account || ':t:s')))) from backup_vault;
insert into document(source_id, pointer, account, region, call, item, body)
  select 2, '', account, region, 'sns.get-topic-attributes', 't', json_object('Attributes', json_object(
         'TopicArn', 'arn:aws:sns:eu-west-1:' || account || ':t', 'Policy', case substr(account, 1, 1)
           when 'G' then '{"Statement":[{"Effect":"Allow","Principal":{"Service":"events.amazonaws.com"},"Action":"SNS:Publish","Resource":"*"},
                                        {"Effect":"Deny","Principal":{"Service":"backup.amazonaws.com"},"Action":"SNS:Publish","Resource":"*"},
                                        {"Effect":"Allow","Principal":{"Service":"backup.amazonaws.com"},"Action":"SNS:Subscribe","Resource":"*"}]}'
           when 'I' then '{"Statement":{"Effect":"Allow","Principal":{"AWS":"*"},"Action":["SNS:Publish"],"Resource":"*","Condition":{"StringEquals":{"AWS:SourceOwner":"1"}}}}'
           when 'J' then '{"Statement":{"Effect":"Allow","Principal":{"AWS":"*"},"Action":["SNS:Publish"],"Resource":"*","Condition":{"StringEquals":{"AWS:SourceOwner":"1"}}}}'
           when 'D' then '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"sns:*","Resource":"*"}]}'
           else '{"Statement":[{"Effect":"Allow","Principal":{"Service":["backup.amazonaws.com","events.amazonaws.com"]},"Action":"SNS:Publish","Resource":"*"}]}' end))
    from backup_vault where name <> 'H-topic-unseen';
insert into document(source_id, pointer, account, region, call, item, body)
  select 2, '', key, 'eu-west-1', 'backup.get-backup-vault-notifications', key, json_object(
         'SNSTopicArn', 'arn:aws:sns:eu-west-1:' || iif(key = '7-other-account', '999999999999', key) || ':t', 'BackupVaultEvents', json(value))
    from json_each('{"1-notifications": ["BACKUP_JOB_COMPLETED","COPY_JOB_FAILED","RESTORE_JOB_COMPLETED"],
                     "3-pending": ["BACKUP_JOB_COMPLETED","COPY_JOB_FAILED","RESTORE_JOB_COMPLETED"],
                     "4-only-backup": ["BACKUP_JOB_COMPLETED","BACKUP_JOB_STARTED"],
                     "7-other-account": ["BACKUP_JOB_COMPLETED","COPY_JOB_FAILED","RESTORE_JOB_COMPLETED"],
                     "B-both-ways": ["BACKUP_JOB_COMPLETED","COPY_JOB_COMPLETED"],
                     "G-topic-shut": ["BACKUP_JOB_COMPLETED","COPY_JOB_COMPLETED","RESTORE_JOB_COMPLETED"],
                     "H-topic-unseen": ["BACKUP_JOB_COMPLETED","COPY_JOB_COMPLETED","RESTORE_JOB_COMPLETED"],
                     "I-first-policy": ["BACKUP_JOB_COMPLETED","COPY_JOB_COMPLETED","RESTORE_JOB_COMPLETED"]}');
insert into document(source_id, pointer, account, region, call, item, body)
  select 2, '', key, 'eu-west-1', 'events.list-rules', '', json_object('Rules', json_array(json_object(
         'Name', 'r', 'State', iif(key = '9-rule-disabled', 'DISABLED', 'ENABLED'), 'EventPattern', value)))
    from json_each('{"2-event-rule": {"source":["aws.backup"],"detail":{"state":["FAILED","EXPIRED","ABORTED"]}},
                     "9-rule-disabled": {"source":["aws.backup"]},
                     "A-only-success": {"source":["aws.backup"],"detail":{"state":["COMPLETED"]}},
                     "B-both-ways": {"source":["aws.backup"],"detail-type":["Restore Job State Change"]},
                     "C-no-expired": {"source":["aws.backup"],"detail":{"state":["FAILED","ABORTED"]}},
                     "K-lambda": {"source":["aws.backup"]}}')
  union all
  select 2, '', account, 'eu-west-1', 'events.list-targets-by-rule', 'r', json_object('Targets', json_array(json_object('Arn',
         iif(name = 'K-lambda', 'arn:aws:lambda:eu-west-1:1:function:f', 'arn:aws:sns:eu-west-1:' || account || ':t'))))
    from backup_vault where name in ('2-event-rule', '9-rule-disabled', 'A-only-success', 'B-both-ways', 'C-no-expired', 'K-lambda');
-- Alarms on the three numbers of failed jobs.
insert into document(source_id, pointer, account, region, call, item, body)
  select 2, '', v.account, 'eu-west-1', 'cloudwatch.describe-alarms', '', json_object('MetricAlarms', json_group_array(json_object(
         'Namespace', 'AWS/Backup', 'MetricName', m.value, 'ActionsEnabled', json(iif(v.name = 'F-alarm-disabled', 'false', 'true')),
         'AlarmActions', json_array('arn:aws:sns:eu-west-1:' || v.account || ':t'),
         'Dimensions', json(case substr(v.name, 1, 1) when 'E' then '[{"Name":"BackupVaultName","Value":"other"}]'
                            when 'J' then '[{"Name":"BackupVaultName","Value":"J-alarm-and-first-policy"}]' else '[]' end)))
         , 'CompositeAlarms', json_array())
    from backup_vault v, json_each('["NumberOfBackupJobsFailed","NumberOfCopyJobsFailed","NumberOfRestoreJobsFailed","NumberOfBackupJobsCreated"]') m
   where substr(v.name, 1, 1) in ('D', 'E', 'F', 'J')
   group by v.name;
