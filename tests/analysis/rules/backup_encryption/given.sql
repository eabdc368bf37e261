insert into known_resource(arn, type, in_scope, role) values ('arn:db', 'RDS', 1, 'source'), ('arn:out', 'RDS', 0, 'source');
insert into recovery_point(source_id, pointer, arn, vault_arn, vault_name, account, region, resource_arn, resource_type, status, encrypted, key_arn) values
  (1, '/0', 'arn:1-encrypted', 'v', 'v', '1', 'eu-west-1', 'arn:db', 'RDS', 'COMPLETED', 1, 'arn:key-good'),
  (1, '/1', 'arn:2-plain', 'v', 'v', '1', 'eu-west-1', 'arn:db', 'RDS', 'COMPLETED', 0, null),
  (1, '/2', 'arn:3-not-said', 'v', 'v', '1', 'eu-west-1', 'arn:db', 'RDS', 'EXPIRED', null, null),
  (1, '/3', 'arn:4-key-dies', 'v', 'v', '1', 'eu-west-1', 'arn:db', 'RDS', 'COMPLETED', 1, 'arn:key-bad'),
  (1, '/4', 'arn:5-being-deleted', 'v', 'v', '1', 'eu-west-1', 'arn:db', 'RDS', 'DELETING', 0, null),
  (1, '/5', 'arn:6-source-out-of-scope', 'v', 'v', '1', 'eu-west-1', 'arn:out', 'RDS', 'COMPLETED', 0, null),
  (1, '/6', 'arn:aws:ec2:eu-west-1::image/ami-1', 'v', 'v', '1', 'eu-west-1', 'arn:i', 'EC2', 'COMPLETED', 0, null),
  (1, '/7', 'arn:aws:ec2:eu-west-1::image/ami-2', 'v', 'v', '1', 'eu-west-1', 'arn:i', 'EC2', 'COMPLETED', 0, null),
  (1, '/8', 'arn:aws:ec2:eu-west-1::image/ami-3', 'v', 'v', '1', 'eu-west-1', 'arn:i', 'EC2', 'COMPLETED', 0, null),
  (1, '/9', 'arn:7-snapshot-of-backup', 'v', 'v', '1', 'eu-west-1', 'arn:v', 'EBS', 'COMPLETED', 1, null);
insert into snapshot(source_id, pointer, arn, id, kind, account, region, origin, state, encrypted, description) values
  (2, '/0', 'arn:7-snapshot-of-backup', 's', 'ebs', '1', 'eu-west-1', 'awsbackup', 'completed', 1, ''),
  (2, '/1', 'arn:8-plain-snapshot', 's', 'ebs', '1', 'eu-west-1', 'manual', 'completed', 0, ''),
  (2, '/2', 'arn:9-pending-snapshot', 's', 'ebs', '1', 'eu-west-1', 'manual', 'pending', 0, ''),
  (2, '/3', 'arn:A-redshift', 's', 'redshift', '1', 'eu-west-1', 'manual', 'available', 0, ''),
  (2, '/4', 'arn:B-of-image-1', 's', 'ebs', '1', 'eu-west-1', 'manual', 'completed', 1, 'Created by CreateImage(i-1) for ami-1'),
  (2, '/5', 'arn:C-of-image-2', 's', 'ebs', '1', 'eu-west-1', 'manual', 'completed', 0, 'Created by CreateImage(i-1) for ami-2 from vol-1');
insert into document(source_id, pointer, account, region, call, item, body) values
  (1, '', '1', 'eu-west-1', 'kms.describe-key', 'a', '{"KeyMetadata":{"Arn":"arn:key-good","KeyState":"Enabled","KeyManager":"CUSTOMER"}}'),
  (1, '', '1', 'eu-west-1', 'kms.describe-key', 'b', '{"KeyMetadata":{"Arn":"arn:key-bad","KeyState":"PendingDeletion"}}');
-- A key that AWS manages is enough, unless the policy asks for a key of one's own.
insert into recovery_point(source_id, pointer, arn, vault_arn, vault_name, account, region, resource_arn, resource_type, status, encrypted, key_arn) values
  (1, '/C', 'arn:C-key-of-aws', 'v', 'v', '1', 'eu-west-1', 'arn:db', 'RDS', 'COMPLETED', 1, 'arn:key-aws'),
  (1, '/D', 'arn:D-key-unseen', 'v', 'v', '1', 'eu-west-1', 'arn:db', 'RDS', 'COMPLETED', 1, 'arn:key-unseen');
insert into document(source_id, pointer, account, region, call, item, body) values
  (1, '', '1', 'eu-west-1', 'kms.describe-key', 'c', '{"KeyMetadata":{"Arn":"arn:key-aws","KeyState":"Enabled","KeyManager":"AWS"}}');
