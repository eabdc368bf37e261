insert into inventory_scope values ('666666666666', 'global');
insert into bill_line(account, resource, cost, mechanism, source_id) values
  ('111111111111', 'arn:orphan', '5.01', 'snapshot_storage', 1), ('111111111111', 'arn:good', '94.99', 'backup_storage', 1),
  ('222222222222', 'arn:orphan2', '5.00', 'snapshot_storage', 1), ('222222222222', 'arn:good2', '95.00', 'backup_storage', 1),
  ('333333333333', 'arn:aws:backup:eu-west-1:3:recovery-point:warm', '50', 'backup_storage', 1), ('333333333333', 'arn:good3', '50', 'backup_storage', 1),
  ('444444444444', 'i-1', '50', null, 1),
  ('555555555555', 'arn:good5', '50', 'backup_storage', 1),
  ('777777777777', 'arn:expired', '50', 'backup_storage', 1);
insert into bill_line(account, resource, cost, mechanism, month) values ('222222222222', 'arn:orphan2', '1000', 'snapshot_storage', '2024-08');
insert into orphan_point(arn, account) values ('arn:orphan', '111111111111'), ('arn:orphan2', '222222222222'), ('arn:unpriced', '555555555555');
insert into recovery_point(source_id, pointer, arn, vault_arn, vault_name, account, region, resource_arn, resource_type, status, created_at, cold_after_days, delete_at) values
  (1, '/0', 'arn:aws:backup:eu-west-1:3:recovery-point:warm', 'v', 'v', '333333333333', 'eu-west-1', 'arn:fs', 'EFS', 'COMPLETED', '2024-06-01T00:00:00Z', null, null),
  (1, '/1', 'arn:aws:backup:eu-west-1:3:recovery-point:soon-gone', 'v', 'v', '333333333333', 'eu-west-1', 'arn:fs', 'EFS', 'COMPLETED', '2024-06-01T00:00:00Z', null, '2024-11-01T00:00:00Z'),
  (1, '/2', 'arn:aws:backup:eu-west-1:3:recovery-point:goes-cold', 'v', 'v', '333333333333', 'eu-west-1', 'arn:fs', 'EFS', 'COMPLETED', '2024-06-01T00:00:00Z', 30, null),
  (1, '/3', 'arn:aws:backup:eu-west-1:3:recovery-point:cannot-go-cold', 'v', 'v', '333333333333', 'eu-west-1', 'arn:db', 'RDS', 'COMPLETED', '2024-06-01T00:00:00Z', null, null),
  (1, '/4', 'arn:expired', 'v', 'v', '777777777777', 'eu-west-1', 'arn:db', 'RDS', 'EXPIRED', '2024-06-01T00:00:00Z', null, null);
insert into bill_line(account, resource, cost, mechanism, source_id) values
  ('888888888888', 'arn:aws:ec2:eu-central-1:888888888888:instance/i-left', '10', null, 1),
  ('888888888888', 'arn:good8', '50', 'backup_storage', 1),
  ('999999999999', 'arn:aws:ec2:eu-central-1:999999999999:instance/i-young', '10', null, 1),
  ('999999999999', 'arn:good9', '50', 'backup_storage', 1);
insert into document(source_id, pointer, account, region, call, item, body)
  select 1, '', json_extract(value, '$[0]'), 'eu-central-1', 'drs.describe-recovery-instances', '', json_object('items', json_array(json_object(
    'ec2InstanceID', json_extract(value, '$[1]'), 'isDrill', json(json_extract(value, '$[2]')), 'ec2InstanceState', json_extract(value, '$[3]'),
    'pointInTimeSnapshotDateTime', json_extract(value, '$[4]'))))
  from json_each('[["888888888888","i-left","true","RUNNING","2024-09-01T00:00:00Z"],["999999999999","i-young","true","RUNNING","2024-09-30T00:00:00Z"],
    ["999999999999","i-ended","true","STOPPED","2024-09-01T00:00:00Z"],["999999999999","i-recovered","false","RUNNING","2024-09-01T00:00:00Z"]]');
