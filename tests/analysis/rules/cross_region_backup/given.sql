insert into call_state(account, region, call) values ('111122223333', 'eu-west-1', 'backup.list-backup-plans');
insert into policy_region values ('eu-west-1', 'home'), ('eu-central-1', 'dr');
insert into known_resource(arn, type, tier, region, attributes) values
  ('arn:1-copied', 'RDS', 'gold', 'eu-west-1', '{}'),
  ('arn:2-stale', 'RDS', 'gold', 'eu-west-1', '{}'),
  ('arn:3-same-region-copy-only', 'RDS', 'gold', 'eu-west-1', '{}'),
  ('arn:4-tier-does-not-ask', 'RDS', 'bronze', 'eu-west-1', '{}'),
  ('arn:5-replicated-natively', 'S3', 'gold', 'eu-west-1', '{}'),
  ('arn:6-cannot-copy', 'FSx', 'gold', 'eu-west-1', '{"FileSystemType":"ONTAP"}'),
  ('arn:7-vault-unseen', 'RDS', 'gold', 'eu-west-1', '{}'),
  ('arn:8-copy-failed', 'RDS', 'gold', 'eu-west-1', '{}'),
  ('arn:9-region-not-in-policy', 'RDS', 'gold', 'eu-west-1', '{}'),
  ('arn:A-plans-unseen', 'RDS', 'gold', 'eu-north-1', '{}'),
  ('arn:B-copy-is-deleted', 'RDS', 'gold', 'eu-west-1', '{}');
insert into known_resource(arn, type, in_scope) values ('arn:C-out-of-scope', 'RDS', 0);
insert into point(root_arn, arn, region, created_at, live, kind) values
  ('arn:1-copied', 'p1', 'eu-central-1', '2024-10-01T04:30:00Z', 1, 'backup'),
  ('arn:2-stale', 'p2', 'eu-central-1', '2024-10-01T03:30:00Z', 1, 'backup'),
  ('arn:3-same-region-copy-only', 'p3', 'eu-west-1', '2024-10-01T04:30:00Z', 1, 'backup'),
  ('arn:5-replicated-natively', 'p5', 'eu-central-1', '2024-10-01T04:59:00Z', 1, 'replication'),
  ('arn:9-region-not-in-policy', 'p9', 'us-east-1', '2024-10-01T04:30:00Z', 1, 'backup'),
  ('arn:B-copy-is-deleted', 'pB', 'eu-central-1', '2024-10-01T04:30:00Z', 0, 'backup');
insert into copy_job(source_id, pointer, id, account, region, resource_arn, resource_type, source_vault_arn, destination_vault_arn, state, created_at) values
  (1, '/0', 'j7', '111122223333', 'eu-west-1', 'arn:7-vault-unseen', 'RDS', 'arn:aws:backup:eu-west-1:111122223333:backup-vault:A',
   'arn:aws:backup:eu-central-1:999999999999:backup-vault:B', 'COMPLETED', '2024-09-30T00:00:00Z'),
  (1, '/1', 'j8', '111122223333', 'eu-west-1', 'arn:8-copy-failed', 'RDS', 'arn:aws:backup:eu-west-1:111122223333:backup-vault:A',
   'arn:aws:backup:eu-central-1:111122223333:backup-vault:B', 'FAILED', '2024-09-30T00:00:00Z');
insert into known_resource(arn, type, parent_arn) values ('arn:D-attached-volume', 'EBS', 'arn:1-copied');
insert into known_resource(arn, type, tier) values
  ('arn:aws:rds:eu-west-1:111122223333:cluster:E-multi-az', 'RDS', 'gold'), ('arn:F-copied-to-another-account-only', 'RDS', 'gold'),
  ('arn:G-air-gapped', 'RDS', 'gold'), ('arn:H-planned-never-copied', 'RDS', 'gold'), ('arn:I-no-type-that-copies', 'ElastiCache', 'gold'),
  ('arn:J-copy-of-continuous', 'RDS', 'gold');
insert into known_resource(arn, type, tier, account) values ('arn:K-cut-short', 'RDS', 'gold', '222222222222');
insert into call_state(account, region, call, item, status) values
  ('222222222222', 'eu-west-1', 'backup.list-backup-plans', '', 'ok'),
  ('222222222222', 'eu-central-1', 'backup.list-recovery-points-by-backup-vault', 'v', 'truncated'),
  ('111122223333', 'eu-central-1', 'backup.list-recovery-points-by-backup-vault', 'B', 'ok');
insert into point(root_arn, arn, region, account, created_at, vault_arn, continuous) values
  ('arn:F-copied-to-another-account-only', 'pF', 'eu-west-1', '999999999999', '2024-10-01T04:30:00Z', 'arn:aws:backup:eu-west-1:999999999999:backup-vault:x', 0),
  ('arn:G-air-gapped', 'pG', 'eu-central-1', '999999999999', '2024-10-01T04:30:00Z', 'arn:aws:backup:eu-central-1:999999999999:backup-vault:lag', 0),
  -- The source goes on in place; its copy is a snapshot as old as it is.
  ('arn:J-copy-of-continuous', 'pJ', 'eu-west-1', '111122223333', '2024-06-01T00:00:00Z', null, 1),
  ('arn:J-copy-of-continuous', 'pJ2', 'eu-central-1', '111122223333', '2024-09-30T00:00:00Z', null, 0);
insert into selected(arn, plan_id) values ('arn:H-planned-never-copied', 'P');
insert into backup_plan_copy(source_id, pointer, plan_id, account, region, rule_id, destination_vault_arn)
  values (1, '', 'P', '111122223333', 'eu-west-1', 'r', 'arn:aws:backup:eu-central-1:111122223333:backup-vault:B');
