insert into call_state(account, region, call) values ('1', 'global', 'iam.get-account-authorization-details');
insert into backup_selection(source_id, pointer, plan_id, id, name, account, region, role_arn, detail)
  select 1, '/' || key, 'P' || key, 'S' || key, 's', '1', 'eu-west-1', 'arn:aws:iam::' || iif(value = '9-unseen', '2', '1') || ':role/' || value, 1 from json_each(
    '["1-good","2-admin","3-untrusted","4-gone","5-empty","6-own-policy","7-refused","8-buckets-without","9-unseen","A-buckets-with","B-inline-admin","C-other-managed"]');
insert into known_resource(arn, type) values ('arn:aws:s3:::b', 'S3');
insert into selected(arn, plan_id, selection_id) values ('arn:aws:s3:::b', 'P7', 'S7'), ('arn:aws:s3:::b', 'P9', 'S9');
insert into backup_job(source_id, pointer, id, account, region, resource_arn, resource_type, state, message_category, plan_id)
  values (1, '', 'j', '1', 'eu-west-1', 'r', 'EBS', 'FAILED', 'AccessDenied', 'P6');
insert into document(source_id, pointer, account, region, call, item, body)
  select 2, '', '1', 'global', 'iam.get-account-authorization-details', '', json_object('RoleDetailList', json_group_array(json_object(
    'Arn', 'arn:aws:iam::1:role/' || json_extract(value, '$[0]'),
    'AssumeRolePolicyDocument', json_object('Statement', json_array(json_object('Effect', 'Allow', 'Principal', json_object('Service', json_extract(value, '$[1]'))))),
    'AttachedManagedPolicies', (select json_group_array(json_object('PolicyArn', p.value)) from json_each(d.value, '$[2]') p),
    'RolePolicyList', (select json_group_array(json_object('PolicyDocument', json_object('Statement', json(p.value)))) from json_each(d.value, '$[3]') p))))
  from json_each('[
    ["1-good","backup.amazonaws.com",["arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup"],[]],
    ["2-admin","backup.amazonaws.com",["arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup","arn:aws:iam::aws:policy/AdministratorAccess"],[]],
    ["3-untrusted","ec2.amazonaws.com",["arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup"],[]],
    ["5-empty","backup.amazonaws.com",[],[]],
    ["6-own-policy","backup.amazonaws.com",["arn:aws:iam::1:policy/ours"],[]],
    ["7-refused","backup.amazonaws.com",["arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup"],[]],
    ["8-buckets-without","backup.amazonaws.com",["arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup"],[]],
    ["A-buckets-with","backup.amazonaws.com",["arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup","arn:aws:iam::aws:policy/AWSBackupServiceRolePolicyForS3Backup"],[]],
    ["B-inline-admin","backup.amazonaws.com",[],[{"Effect":"Allow","Action":"*","Resource":"*"}]],
    ["C-other-managed","backup.amazonaws.com",["arn:aws:iam::aws:policy/ReadOnlyAccess"],[]]]') d;
