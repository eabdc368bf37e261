insert into known_resource(arn, type, attributes) values
  ('arn:1-pitr', 'RDS', '{}'), ('arn:2-backup', 'DynamoDB', '{}'), ('arn:3-snapshot', 'Redshift', '{}'), ('arn:4-stale', 'Redshift', '{}'),
  ('arn:5-replicated-only', 'DynamoDB', '{}'), ('arn:6-nothing', 'Aurora', '{}'), ('arn:7-unknown', 'RDS', '{}'),
  ('arn:8-memcached', 'ElastiCache', '{"Engine":"memcached"}'), ('arn:9-no-database', 'EBS', '{}'), ('arn:A-continuous', 'RDS', '{}');
insert into resource_state(arn, state, newest_point_at, reason)
  select arn, case arn when 'arn:7-unknown' then 'unknown' when 'arn:6-nothing' then 'unprotected' when 'arn:8-memcached' then 'unprotected'
                       when 'arn:4-stale' then 'stale' else 'protected_elsewhere' end,
         iif(arn = 'arn:4-stale', '2024-09-01T00:00:00Z', null), 'r' from known_resource;
insert into point(root_arn, arn, kind, created_at, continuous) values
  ('arn:1-pitr', 'p', 'pitr', '2024-10-01T04:55:00Z', 0), ('arn:2-backup', 'p', 'backup', '2024-10-01T04:55:00Z', 0),
  ('arn:3-snapshot', 'p', 'snapshot', '2024-10-01T04:55:00Z', 0), ('arn:4-stale', 'p', 'snapshot', '2024-09-01T00:00:00Z', 0),
  ('arn:5-replicated-only', 'p', 'replication', '2024-10-01T04:55:00Z', 0), ('arn:A-continuous', 'p', 'backup', '2024-01-01T00:00:00Z', 1);
