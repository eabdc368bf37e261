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
-- Drills of a server that stands for the instance of an application; experiments by tag.
insert into known_resource(arn, type, name, application, tier, account) values
  ('arn:i-A', 'EC2', 'i-A', 'A-drilled', 'gold', '2'), ('arn:i-B', 'EC2', 'i-B', 'B-drill-failed-to-launch', 'gold', '2'),
  ('arn:C', 'RDS', 'c', 'C-experiment', 'gold', '2'), ('arn:D', 'RDS', 'd', 'D-experiment-stopped', 'gold', '2'),
  ('arn:E', 'RDS', 'e', 'E-plan-selects-nothing', 'gold', '3'), ('arn:F', 'RDS', 'f', 'F-altered', 'gold', '2'),
  ('arn:i-G', 'EC2', 'i-G', 'G-drilled-long-ago', 'gold', '2'), ('arn:H', 'RDS', 'h', 'H-experiment-runs', 'gold', '2'),
  ('arn:i-I', 'EC2', 'i-I', 'I-recovered-no-drill', 'gold', '2');
insert into tag_value values ('arn:fis/C', 'application', 'C-experiment'), ('arn:fis/D', 'application', 'D-experiment-stopped'),
  ('arn:fis/H', 'application', 'H-experiment-runs');
insert into document(source_id, pointer, account, region, call, item, body) values
  (1, '', '2', 'eu-central-1', 'drs.describe-source-servers', '', '{"items":[
    {"sourceServerID":"s-A","sourceProperties":{"identificationHints":{"awsInstanceID":"i-A"}}},
    {"sourceServerID":"s-B","sourceProperties":{"identificationHints":{"awsInstanceID":"i-B"}}},
    {"sourceServerID":"s-G","sourceProperties":{"identificationHints":{"awsInstanceID":"i-G"}}},
    {"sourceServerID":"s-I","sourceProperties":{"identificationHints":{"awsInstanceID":"i-I"}}}]}'),
  (1, '', '2', 'eu-central-1', 'drs.describe-jobs', '', '{"items":[
    {"jobID":"j1","initiatedBy":"START_DRILL","status":"COMPLETED","endDateTime":"2024-03-05T00:00:00Z",
     "participatingServers":[{"sourceServerID":"s-A","launchStatus":"TERMINATED"},{"sourceServerID":"s-B","launchStatus":"FAILED"}]},
    {"jobID":"j2","initiatedBy":"START_DRILL","status":"COMPLETED","endDateTime":"2023-03-05T00:00:00Z",
     "participatingServers":[{"sourceServerID":"s-G","launchStatus":"LAUNCHED"}]},
    {"jobID":"j3","initiatedBy":"START_RECOVERY","status":"COMPLETED","endDateTime":"2024-03-05T00:00:00Z",
     "participatingServers":[{"sourceServerID":"s-I","launchStatus":"LAUNCHED"}]}]}'),
  (1, '', '2', 'eu-west-1', 'fis.list-experiments', '', '{"experiments":[
    {"id":"C","arn":"arn:fis/C","state":{"status":"completed"},"creationTime":"2024-08-01T00:00:00Z"},
    {"id":"D","arn":"arn:fis/D","state":{"status":"stopped"},"creationTime":"2024-08-01T00:00:00Z"},
    {"id":"H","arn":"arn:fis/H","state":{"status":"running"},"creationTime":"2024-08-01T00:00:00Z"}]}'),
  (1, '', '3', 'eu-west-1', 'backup.list-restore-testing-selections', 'quarterly', '{"RestoreTestingSelections":[]}');
insert into attestation values
  (3, 'DR_TESTING_SCHEDULE', 'F-altered', 'S', 'C', '2024-05-02', '2025-05-02', '[]', 'f', 'altered');
