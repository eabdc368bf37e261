insert into call_state(account, region, call) values ('111122223333', 'eu-west-1', 'backup.list-restore-jobs');
insert into tier values ('weekly', 2, 'W', null, null, null, null, 0, 7);
insert into known_resource(arn, type, tier, application)
  select 'arn:' || value, value, iif(value in ('G-weekly', 'H-unbacked', 'I-unsure'), 'weekly', 'gold'), value from json_each(
    '["A-validated","B-unvalidated","C-failed-validation","D-last-failed","E-long-ago","F-nothing","G-weekly","H-unbacked","I-unsure","J-attested","EC2"]');
insert into resource_state(arn, state) select arn, iif(type = 'I-unsure', 'unknown', 'protected') from known_resource;
insert into point(root_arn, arn, created_at) select arn, 'p', '2024-09-30T00:00:00Z' from known_resource where type not in ('H-unbacked', 'I-unsure');
insert into restore(arn, type, status, completed_at, validation, source_id, pointer) values
  ('arn:A-validated', 'A-validated', 'COMPLETED', '2024-09-20T00:00:00Z', 'SUCCESSFUL', 1, '/0'),
  ('arn:A-validated', 'A-validated', 'FAILED', '2024-09-10T00:00:00Z', null, 1, '/1'),
  ('arn:B-unvalidated', 'B-unvalidated', 'COMPLETED', '2024-07-10T00:00:00Z', null, 1, '/2'),
  ('arn:C-failed-validation', 'C-failed-validation', 'COMPLETED', '2024-09-20T00:00:00Z', 'TIMED_OUT', 1, '/3'),
  ('arn:D-last-failed', 'D-last-failed', 'COMPLETED', '2024-09-10T00:00:00Z', null, 1, '/4'),
  ('arn:D-last-failed', 'D-last-failed', 'FAILED', '2024-09-20T00:00:00Z', null, 1, '/5'),
  ('arn:E-long-ago', 'E-long-ago', 'COMPLETED', '2024-01-01T00:00:00Z', null, 1, '/6');
insert into attestation values (1, 'BACKUP_TESTING', 'J-attested', 'S', 'M. Test', '2024-09-01', '2025-09-01', '[]', null, 'valid');
insert into document(source_id, pointer, account, region, call, item, body) values
  (2, '', '111122223333', 'eu-central-1', 'drs.describe-jobs', '', '{"items":[
    {"initiatedBy":"START_DRILL","status":"COMPLETED","endDateTime":"2024-09-05T00:00:00Z","participatingServers":[{"launchStatus":"LAUNCHED"}]},
    {"initiatedBy":"TERMINATE","status":"COMPLETED","endDateTime":"2024-09-06T00:00:00Z","participatingServers":[{"launchStatus":"FAILED"}]}]}');
insert into known_resource(arn, type) values ('arn:redshift', 'Redshift'), ('arn:memorydb', 'MemoryDB');
insert into resource_state(arn, state) values ('arn:redshift', 'unprotected'), ('arn:memorydb', 'unprotected');
insert into call_state(account, region, call) values ('111122223333', 'eu-west-1', 'redshift.describe-cluster-snapshots');
