insert into known_resource(arn, type, created_at) values
  ('arn:1-protected', 'EBS', null), ('arn:2-elsewhere', 'RDS', null), ('arn:3-stale', 'EBS', null), ('arn:4-blocked', 'EBS', null),
  ('arn:5-selected', 'EBS', '2024-01-01T00:00:00Z'), ('arn:6-selected-and-young', 'EBS', '2024-10-01T00:00:00Z'),
  ('arn:7-unknown', 'EBS', null), ('arn:8-unprotected', 'EBS', null), ('arn:9-unsupported', 'ElastiCache', null);
insert into known_resource(arn, type, region) values ('arn:A-plans-unseen', 'RDS', 'eu-north-1');
insert into call_gap(account, region, call) values ('111122223333', 'eu-north-1', 'backup.get-backup-selection');
insert into resource_state(arn, state, newest_point_at, reason) values
  ('arn:1-protected', 'protected', '2024-10-01T04:30:00Z', 'a plan selects it and its newest recovery point is of 2024-10-01T04:30:00Z'),
  ('arn:2-elsewhere', 'protected_elsewhere', '2024-10-01T04:30:00Z', 'RDS automated backups'),
  ('arn:3-stale', 'stale', '2024-09-01T04:30:00Z', ''),
  ('arn:4-blocked', 'blocked', null, ''),
  ('arn:5-selected', 'selected_not_protected', null, ''),
  ('arn:6-selected-and-young', 'selected_not_protected', null, ''),
  ('arn:7-unknown', 'unknown', null, 'backup.list-backup-plans was not exported'),
  ('arn:8-unprotected', 'unprotected', null, ''),
  ('arn:9-unsupported', 'protected_elsewhere', null, ''),
  ('arn:A-plans-unseen', 'protected_elsewhere', null, 'RDS automated backups');
