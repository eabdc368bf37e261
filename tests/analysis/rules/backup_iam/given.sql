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
-- Roles whose selections take a volume and whose rights come from policies that were read:
-- name, statements of an own policy, statements of the boundary (null: none).
create temp table own_role(name, rights, boundary);
insert into own_role values
  ('D-own-policy', '[{"Effect":"Allow","Action":["ec2:Describe*","ec2:CreateSnapshot"],"Resource":"*"}]', null),
  ('E-other-service', '[{"Effect":"Allow","Action":"rds:*","Resource":"*"}]', null),
  ('F-wildcard', '{"Effect":"Allow","Action":"EC2:Create*","Resource":"arn:aws:ec2:*:*:volume/*"}', null),
  ('G-all-but-iam', '[{"Effect":"Allow","NotAction":"iam:*","Resource":"*"}]', null),
  ('H-all-but-iam-of-volumes', '[{"Effect":"Allow","NotAction":["iam:*"],"Resource":"arn:aws:ec2:*:*:volume/*"}]', null),
  ('I-all-but-ec2-of-volumes', '[{"Effect":"Allow","NotAction":["ec2:*"],"Resource":"arn:aws:ec2:*:*:volume/*"}]', null),
  ('J-denied', '[{"Effect":"Allow","Action":"ec2:*","Resource":"*"},{"Effect":"Deny","Action":"ec2:CreateSnapshot","Resource":"*"}]', null),
  ('K-denied-under-condition', '[{"Effect":"Allow","Action":"ec2:*","Resource":"*"},{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"false"}}}]', null),
  ('L-allowed-under-condition', '[{"Effect":"Allow","Action":"ec2:*","Resource":"*","Condition":{"StringEquals":{"aws:RequestedRegion":"eu-west-1"}}}]', null),
  ('M-within-boundary', '[{"Effect":"Allow","Action":"ec2:*","Resource":"*"}]', '[{"Effect":"Allow","Action":"*","Resource":"*"}]'),
  ('N-outside-boundary', '[{"Effect":"Allow","Action":"ec2:*","Resource":"*"}]', '[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]'),
  ('O-boundary-unseen', '[{"Effect":"Allow","Action":"ec2:*","Resource":"*"}]', 'unseen'),
  ('P-own-admin', '[{"Effect":"Allow","Action":["*"],"Resource":["*"]}]', null),
  ('Q-similar-action', '[{"Effect":"Allow","Action":"ec2:CreateSnapshots","Resource":"*"}]', null);
insert into known_resource(arn, type) values ('arn:volume', 'EBS');
insert into selected(arn, plan_id, selection_id) select 'arn:volume', 'P' || name, 'S' || name from own_role;
insert into backup_selection(source_id, pointer, plan_id, id, name, account, region, role_arn, detail)
  select 1, '/' || name, 'P' || name, 'S' || name, 's', '1', 'eu-west-1', 'arn:aws:iam::1:role/' || name, 1 from own_role;
insert into document(source_id, pointer, account, region, call, item, body)
  select 2, '', '1', 'global', 'iam.get-account-authorization-details', '', json_object(
    'RoleDetailList', json_group_array(json_object(
      'Arn', 'arn:aws:iam::1:role/' || name,
      'AssumeRolePolicyDocument', json('{"Statement":{"Effect":"Allow","Principal":{"Service":["ec2.amazonaws.com","backup.amazonaws.com"]}}}'),
      'PermissionsBoundary', iif(boundary is null, null, json_object('PermissionsBoundaryArn', 'arn:aws:iam::1:policy/boundary-' || name)),
      'AttachedManagedPolicies', json_array(json_object('PolicyArn', 'arn:aws:iam::1:policy/' || name)))),
    'Policies', (select json_group_array(json_object('Arn', arn, 'PolicyVersionList', json_array(
        json_object('IsDefaultVersion', json('false'), 'Document', json('{"Statement":[{"Effect":"Allow","Action":"ec2:*","Resource":"*"}]}')),
        json_object('IsDefaultVersion', json('true'), 'Document', json_object('Statement', json(statements))))))
      from (select 'arn:aws:iam::1:policy/' || name as arn, rights as statements from own_role
            union all select 'arn:aws:iam::1:policy/boundary-' || name, boundary from own_role where boundary like '[%')))
  from own_role;
-- Roles of restore tests.
insert into document(source_id, pointer, account, region, call, item, body) values
  (1, '', '1', 'eu-west-1', 'backup.list-restore-testing-selections', 'plan', '{"RestoreTestingSelections":[
    {"IamRoleArn":"arn:aws:iam::1:role/R-restores","ProtectedResourceType":"EBS"},
    {"IamRoleArn":"arn:aws:iam::1:role/S-restores-no-bucket","ProtectedResourceType":"EBS"},
    {"IamRoleArn":"arn:aws:iam::1:role/S-restores-no-bucket","ProtectedResourceType":"S3"},
    {"IamRoleArn":"arn:aws:iam::1:role/U-backs-up-only","ProtectedResourceType":"RDS"},
    {"IamRoleArn":"arn:aws:iam::1:role/T-gone","ProtectedResourceType":"RDS"}]}'),
  (2, '', '1', 'global', 'iam.get-account-authorization-details', '', (select json_object('RoleDetailList', json_group_array(json_object(
    'Arn', 'arn:aws:iam::1:role/' || value,
    'AssumeRolePolicyDocument', json('{"Statement":[{"Effect":"Allow","Principal":{"Service":"backup.amazonaws.com"}}]}'),
    'AttachedManagedPolicies', json_array(json_object('PolicyArn', 'arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyFor'
       || iif(value = 'U-backs-up-only', 'Backup', 'Restores'))))))
    from json_each('["R-restores","S-restores-no-bucket","U-backs-up-only"]')));
