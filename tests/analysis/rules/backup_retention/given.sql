insert into known_resource(arn, type, tier) values
  ('arn:1-kept-35', 'EBS', 'gold'), ('arn:2-kept-7', 'EBS', 'gold'), ('arn:3-kept-for-ever', 'EBS', 'gold'),
  ('arn:4-one-rule-is-enough', 'EBS', 'gold'), ('arn:5-plan-too-short', 'EBS', 'gold'), ('arn:6-lock-contradicts', 'EBS', 'gold'),
  ('arn:7-nothing', 'EBS', 'gold'), ('arn:8-unknown', 'EBS', 'gold'), ('arn:9-default-34', 'EBS', null),
  ('arn:A-manual-snapshots', 'EBS', 'gold'), ('arn:B-continuous-covered', 'RDS', 'gold'), ('arn:C-seven-is-enough', 'EBS', 'bronze'),
  ('arn:D-expired-point-only', 'EBS', 'gold'), ('arn:E-delete-at', 'EBS', 'gold');
insert into resource_state(arn, state) select arn, iif(arn = 'arn:8-unknown', 'unknown', 'protected') from known_resource;
insert into point(root_arn, arn, kind, created_at, delete_after_days, delete_at, continuous, live, source_id, pointer) values
  ('arn:1-kept-35', 'p', 'backup', '2024-10-01T00:00:00Z', 35, null, 0, 1, 2, '/0'),
  ('arn:2-kept-7', 'p', 'backup', '2024-10-01T00:00:00Z', 7, null, 0, 1, 2, '/1'),
  ('arn:3-kept-for-ever', 'p', 'backup', '2024-10-01T00:00:00Z', null, null, 0, 1, 2, '/2'),
  ('arn:4-one-rule-is-enough', 'p', 'backup', '2024-10-01T00:00:00Z', 7, null, 0, 1, 2, '/3'),
  ('arn:4-one-rule-is-enough', 'q', 'backup', '2024-10-01T00:00:00Z', 35, null, 0, 1, 2, '/4'),
  ('arn:5-plan-too-short', 'p', 'backup', '2024-10-01T00:00:00Z', 35, null, 0, 1, 2, '/5'),
  ('arn:6-lock-contradicts', 'p', 'backup', '2024-10-01T00:00:00Z', 35, null, 0, 1, 2, '/6'),
  ('arn:9-default-34', 'p', 'backup', '2024-10-01T00:00:00Z', 34, null, 0, 1, 2, '/7'),
  ('arn:A-manual-snapshots', 'p', 'snapshot', '2024-10-01T00:00:00Z', null, null, 0, 1, 2, '/8'),
  ('arn:B-continuous-covered', 'p', 'backup', '2024-01-01T00:00:00Z', 14, null, 1, 1, 2, '/9'),
  ('arn:B-continuous-covered', 'q', 'backup', '2024-10-01T00:00:00Z', 40, null, 0, 1, 2, '/10'),
  ('arn:C-seven-is-enough', 'p', 'backup', '2024-10-01T00:00:00Z', 7, null, 0, 1, 2, '/11'),
  ('arn:D-expired-point-only', 'p', 'backup', '2024-08-01T00:00:00Z', 35, null, 0, 0, 2, '/12'),
  ('arn:E-delete-at', 'p', 'backup', '2024-10-01T00:00:00Z', null, '2024-10-11T00:00:00Z', 0, 1, 2, '/13');
insert into selected(arn, plan_id) values ('arn:4-one-rule-is-enough', 'P4'), ('arn:5-plan-too-short', 'P5'), ('arn:6-lock-contradicts', 'P6');
insert into backup_plan_rule(source_id, pointer, plan_id, account, region, rule_id, name, vault_name, delete_after_days) values
  (1, '/0', 'P4', '1', 'eu-west-1', 'a', 'hourly', 'plain', 7), (1, '/1', 'P4', '1', 'eu-west-1', 'b', 'daily', 'plain', 35),
  (1, '/2', 'P5', '1', 'eu-west-1', 'a', 'daily', 'plain', 14), (1, '/3', 'P6', '1', 'eu-west-1', 'a', 'daily', 'locked', 35);
insert into backup_vault(source_id, pointer, arn, name, account, region, type, locked, min_retention_days, max_retention_days) values
  (1, '/0', 'arn:v1', 'plain', '1', 'eu-west-1', 'BACKUP_VAULT', 0, null, null), (1, '/1', 'arn:v2', 'locked', '1', 'eu-west-1', 'BACKUP_VAULT', 1, 60, 400);
insert into known_resource(arn, type, tier, parent_arn) values ('arn:F-attached-volume', 'EBS', 'gold', 'arn:1-kept-35');
insert into resource_state(arn, state) values ('arn:F-attached-volume', 'protected');
insert into known_resource(arn, type, tier, attributes) values ('arn:G-automated-only', 'RDS', 'bronze', '{"BackupRetentionPeriod":7}');
insert into resource_state(arn, state) values ('arn:G-automated-only', 'protected_elsewhere');
insert into point(root_arn, arn, kind, continuous, created_at) values ('arn:G-automated-only', 'p', 'pitr', 1, '2024-10-01T04:00:00Z');
