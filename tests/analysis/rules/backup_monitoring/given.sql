insert into backup_vault(source_id, pointer, arn, name, account, region, type, n_recovery_points)
  select 1, '', 'arn:' || value, value, value, 'eu-west-1', 'BACKUP_VAULT', iif(value = '6-unused', 0, 5) from json_each(
    '["1-notifications","2-event-rule","3-pending","4-only-backup","5-nothing","6-unused","7-other-account","8-unseen","9-rule-disabled","A-only-success","B-both-ways"]');
insert into call_state(account, region, call) select account, region, 'sns.list-subscriptions' from backup_vault;
insert into call_gap(account, region, call) values ('8-unseen', 'eu-west-1', 'events.list-rules');
insert into document(source_id, pointer, account, region, call, item, body)
  select 2, '', account, region, 'sns.list-subscriptions', '', json_object('Subscriptions', json_array(json_object(
         'TopicArn', 'arn:aws:sns:eu-west-1:' || account || ':t', 'SubscriptionArn',
         iif(account = '3-pending', 'PendingConfirmation', 'arn:aws:sns:eu-west-1:' || account || ':t:s')))) from backup_vault;
insert into document(source_id, pointer, account, region, call, item, body)
  select 2, '', key, 'eu-west-1', 'backup.get-backup-vault-notifications', key, json_object(
         'SNSTopicArn', 'arn:aws:sns:eu-west-1:' || iif(key = '7-other-account', '999999999999', key) || ':t', 'BackupVaultEvents', json(value))
    from json_each('{"1-notifications": ["BACKUP_JOB_COMPLETED","COPY_JOB_FAILED","RESTORE_JOB_COMPLETED"],
                     "3-pending": ["BACKUP_JOB_COMPLETED","COPY_JOB_FAILED","RESTORE_JOB_COMPLETED"],
                     "4-only-backup": ["BACKUP_JOB_COMPLETED","BACKUP_JOB_STARTED"],
                     "7-other-account": ["BACKUP_JOB_COMPLETED","COPY_JOB_FAILED","RESTORE_JOB_COMPLETED"],
                     "B-both-ways": ["BACKUP_JOB_COMPLETED","COPY_JOB_COMPLETED"]}');
insert into document(source_id, pointer, account, region, call, item, body)
  select 2, '', key, 'eu-west-1', 'events.list-rules', '', json_object('Rules', json_array(json_object(
         'Name', 'r', 'State', iif(key = '9-rule-disabled', 'DISABLED', 'ENABLED'), 'EventPattern', value)))
    from json_each('{"2-event-rule": {"source":["aws.backup"],"detail":{"state":["FAILED","EXPIRED"]}},
                     "9-rule-disabled": {"source":["aws.backup"]},
                     "A-only-success": {"source":["aws.backup"],"detail":{"state":["COMPLETED"]}},
                     "B-both-ways": {"source":["aws.backup"],"detail-type":["Restore Job State Change"]}}')
  union all
  select 2, '', account, 'eu-west-1', 'events.list-targets-by-rule', 'r', json_object('Targets', json_array(json_object('Arn', 'arn:aws:sns:eu-west-1:' || account || ':t')))
    from backup_vault where name in ('2-event-rule', '9-rule-disabled', 'A-only-success', 'B-both-ways');
