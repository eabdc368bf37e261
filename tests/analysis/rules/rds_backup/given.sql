insert into known_resource(arn, type, state, attributes) values
  ('arn:1-fresh', 'RDS', 'available', '{"BackupRetentionPeriod":7,"LatestRestorableTime":"2024-10-01T04:55:00Z"}'),
  ('arn:2-off', 'RDS', 'available', '{"BackupRetentionPeriod":0}'),
  ('arn:3-short', 'RDS', 'available', '{"BackupRetentionPeriod":1,"LatestRestorableTime":"2024-10-01T04:55:00Z"}'),
  ('arn:4-stands-still', 'Aurora', 'available', '{"BackupRetentionPeriod":35,"LatestRestorableTime":"2024-10-01T03:59:59Z"}'),
  ('arn:5-only-listed', 'RDS', 'available', '{}'),
  ('arn:6-creating', 'RDS', 'creating', '{"BackupRetentionPeriod":7}'),
  ('arn:7-no-time', 'DocumentDB', 'available', '{"BackupRetentionPeriod":7}'),
  ('arn:A-pending-off', 'RDS', 'available', '{"BackupRetentionPeriod":7,"LatestRestorableTime":"2024-10-01T04:55:00Z","PendingModifiedValues":{"BackupRetentionPeriod":0}}'),
  ('arn:B-pending-longer', 'RDS', 'available', '{"BackupRetentionPeriod":7,"LatestRestorableTime":"2024-10-01T04:55:00Z","PendingModifiedValues":{"BackupRetentionPeriod":14}}'),
  ('arn:C-stopped', 'RDS', 'stopped', '{"BackupRetentionPeriod":7,"LatestRestorableTime":"2024-09-28T04:55:00Z"}'),
  ('arn:D-stopped-and-off', 'RDS', 'stopped', '{"BackupRetentionPeriod":0}'),
  ('arn:8-no-database', 'EBS', 'in-use', '{}');
insert into known_resource(arn, type, in_scope, role) values ('arn:9-replica', 'RDS', 0, 'replica');
insert into known_resource(arn, type, in_scope, role) values ('arn:E-member-of-a-cluster', 'Aurora', 0, 'member');
