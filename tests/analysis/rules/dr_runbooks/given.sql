insert into tier values ('free', 3, 'Free', null, null, null, null, 0, null);
insert into known_resource(arn, type, application, tier) values
  ('arn:1', 'RDS', '1-valid', 'bronze'), ('arn:1b', 'S3', '1-valid', 'gold'), ('arn:2', 'RDS', '2-expired', 'gold'), ('arn:3', 'RDS', '3-altered', 'gold'),
  ('arn:4', 'RDS', '4-nothing', 'gold'), ('arn:5', 'RDS', '5-no-objective', 'free'), ('arn:6', 'RDS', '6-by-arn', 'gold'),
  ('arn:7', 'RDS', '7-too-old', 'gold'), ('arn:8', 'RDS', null, 'gold'), ('arn:9', 'RDS', '9-old-and-new', 'gold');
insert into attestation values
  (1, 'DR_RUNBOOKS', '1-valid', 'S', 'A', '2024-05-02', '2025-05-02', '[]', null, 'valid'),
  (2, 'DR_RUNBOOKS', '2-expired', 'S', 'B', '2023-05-02', '2024-05-02', '[]', null, 'expired'),
  (3, 'DR_RUNBOOKS', '3-altered', 'S', 'C', '2024-05-02', '2025-05-02', '[]', 'f', 'altered'),
  (4, 'BACKUP_TESTING', '4-nothing', 'S', 'D', '2024-05-02', '2025-05-02', '[]', null, 'valid'),
  (6, 'DR_RUNBOOKS', 'arn:6', 'S', 'F', '2024-05-02', '2025-05-02', '[]', null, 'valid'),
  (7, 'DR_RUNBOOKS', '7-too-old', 'S', 'G', '2023-05-02', '2025-05-02', '[]', null, 'valid'),
  (8, 'DR_RUNBOOKS', '9-old-and-new', 'S', 'H', '2023-05-02', '2024-05-02', '[]', null, 'expired'),
  (9, 'DR_RUNBOOKS', '9-old-and-new', 'S', 'I', '2024-04-02', '2025-05-02', '[]', null, 'valid');
-- What AWS shows of things that carry the application's tag.
insert into known_resource(arn, type, application, tier)
  select 'arn:app:' || value, 'RDS', value, 'gold' from json_each(
    '["A-executed","B-executed-long-ago","C-execution-failed","D-only-a-name","E-plan","F-plan-unseen","G-plan-untouched","H-like-a-document","I-expired-but-executed","J-not-yet"]');
insert into tag_value(arn, kind, value)
  select 'arn:aws:ssm:eu-west-1:111122223333:document/' || value, 'application', value from json_each(
    '["A-executed","B-executed-long-ago","C-execution-failed","D-only-a-name","I-expired-but-executed"]')
  union all
  select 'arn:plan/' || value, 'application', value from json_each('["E-plan","F-plan-unseen","G-plan-untouched"]');
insert into document(source_id, pointer, account, region, call, item, body)
  select 1, '', '111122223333', 'eu-west-1', 'ssm.list-documents', '', json_object('DocumentIdentifiers', json_group_array(
    json_object('Name', value, 'Owner', '111122223333', 'DocumentType', 'Automation')))
  from json_each('["A-executed","B-executed-long-ago","C-execution-failed","D-only-a-name","H-like-a-document","I-expired-but-executed"]');
insert into document(source_id, pointer, account, region, call, item, body) values
  (1, '', '111122223333', 'eu-west-1', 'ssm.describe-automation-executions', '', '{"AutomationExecutionMetadataList":[
    {"DocumentName":"A-executed","AutomationExecutionStatus":"Success","ExecutionEndTime":"2024-08-01T10:00:00+02:00"},
    {"DocumentName":"B-executed-long-ago","AutomationExecutionStatus":"Success","ExecutionEndTime":"2023-08-01T10:00:00Z"},
    {"DocumentName":"C-execution-failed","AutomationExecutionStatus":"Failed","ExecutionEndTime":"2024-08-01T10:00:00Z"},
    {"DocumentName":"H-like-a-document","AutomationExecutionStatus":"Success","ExecutionEndTime":"2024-08-01T10:00:00Z"},
    {"DocumentName":"I-expired-but-executed","AutomationExecutionStatus":"Success","ExecutionEndTime":"2024-08-01T10:00:00Z"}]}'),
  (1, '', '111122223333', 'eu-west-1', 'arc-region-switch.list-plans', '', '{"plans":[
    {"arn":"arn:plan/E-plan","name":"E","updatedAt":"2024-05-01T00:00:00Z"},
    {"arn":"arn:plan/F-plan-unseen","name":"F","updatedAt":"2024-05-01T00:00:00Z"},
    {"arn":"arn:plan/G-plan-untouched","name":"G","updatedAt":"2023-05-01T00:00:00Z"}]}'),
  (2, '', '111122223333', 'eu-west-1', 'arc-region-switch.get-plan', 'E', '{"plan":{"arn":"arn:plan/E-plan","workflows":[{"steps":[]}]}}'),
  (2, '', '111122223333', 'eu-west-1', 'arc-region-switch.get-plan', 'F', '{"plan":{"arn":"arn:plan/F-plan-unseen","workflows":[]}}'),
  (2, '', '111122223333', 'eu-west-1', 'arc-region-switch.get-plan', 'G', '{"plan":{"arn":"arn:plan/G-plan-untouched","workflows":[{"steps":[]}]}}');
insert into attestation values
  (10, 'DR_RUNBOOKS', 'I-expired-but-executed', 'S', 'J', '2023-05-02', '2024-05-02', '[]', null, 'expired'),
  (11, 'DR_RUNBOOKS', 'J-not-yet', 'S', 'K', '2024-11-02', '2025-05-02', '[]', null, 'not_yet_valid');
