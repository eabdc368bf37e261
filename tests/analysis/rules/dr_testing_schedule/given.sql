insert into tier values ('free', 3, 'Free', null, null, null, null, 0, null);
insert into known_resource(arn, type, application, tier)
  select 'arn:' || value, 'RDS', value, iif(value = '6-no-objective', 'free', 'gold') from json_each(
    '["1-attested","2-expired","3-nothing","4-tested","5-tested-long-ago","6-no-objective","7-validation-failed","8-tested-by-hand"]');
insert into attestation values
  (1, 'DR_TESTING_SCHEDULE', '1-attested', 'S', 'A', '2024-05-02', '2025-05-02', '[]', null, 'valid'),
  (2, 'DR_TESTING_SCHEDULE', '2-expired', 'S', 'B', '2023-05-02', '2024-05-02', '[]', null, 'expired');
insert into restore(arn, status, completed_at, validation, tested, source_id, pointer) values
  ('arn:4-tested', 'COMPLETED', '2024-09-01T00:00:00Z', 'SUCCESSFUL', 1, 1, '/0'),
  ('arn:5-tested-long-ago', 'COMPLETED', '2024-06-01T00:00:00Z', null, 1, 1, '/1'),
  ('arn:7-validation-failed', 'COMPLETED', '2024-09-01T00:00:00Z', 'FAILED', 1, 1, '/2'),
  ('arn:8-tested-by-hand', 'COMPLETED', '2024-09-01T00:00:00Z', null, 0, 1, '/3');
