insert into known_resource(arn, type, tier, attributes) values
  ('arn:1-active', 'DynamoDB', 'gold', '{"TableStatus":"ACTIVE","Replicas":[{"RegionName":"eu-north-1","ReplicaStatus":"CREATING"},{"RegionName":"eu-central-1","ReplicaStatus":"ACTIVE"}]}'),
  ('arn:2-creating', 'DynamoDB', 'gold', '{"TableStatus":"ACTIVE","Replicas":[{"RegionName":"eu-north-1","ReplicaStatus":"CREATING"}]}'),
  ('arn:3-none', 'DynamoDB', 'gold', '{"TableStatus":"ACTIVE","Replicas":null}'),
  ('arn:4-only-listed', 'DynamoDB', 'gold', '{}'),
  ('arn:5-not-asked', 'DynamoDB', 'bronze', '{"TableStatus":"ACTIVE"}'),
  ('arn:6-itself', 'DynamoDB', 'gold', '{"TableStatus":"ACTIVE","Replicas":[{"RegionName":"eu-west-1","ReplicaStatus":"ACTIVE"}]}');
insert into known_resource(arn, type, name, tier, attributes) values
  ('arn:7-legacy', 'DynamoDB', 'seven', 'gold', '{"TableStatus":"ACTIVE"}'),
  ('arn:8-legacy-only-listed', 'DynamoDB', 'eight', 'gold', '{"TableStatus":"ACTIVE"}'),
  ('arn:9-legacy-of-itself', 'DynamoDB', 'nine', 'gold', '{"TableStatus":"ACTIVE"}'),
  ('arn:A-region-disabled', 'DynamoDB', 'ten', 'gold', '{"TableStatus":"ACTIVE","Replicas":[{"RegionName":"eu-north-1","ReplicaStatus":"REGION_DISABLED"}]}'),
  ('arn:B-witness-only', 'DynamoDB', 'eleven', 'gold', '{"TableStatus":"ACTIVE","Replicas":[],"GlobalTableWitnesses":[{"RegionName":"eu-north-1","WitnessStatus":"ACTIVE"}]}');
insert into document(source_id, pointer, account, region, call, item, body) values
  (1, '', '111122223333', 'eu-west-1', 'dynamodb.list-global-tables', '', '{"GlobalTables":[
    {"GlobalTableName":"seven","ReplicationGroup":[{"RegionName":"eu-west-1"},{"RegionName":"eu-central-1"}]},
    {"GlobalTableName":"eight","ReplicationGroup":[{"RegionName":"eu-west-1"},{"RegionName":"eu-central-1"}]},
    {"GlobalTableName":"nine","ReplicationGroup":[{"RegionName":"eu-west-1"}]}]}'),
  (1, '', '111122223333', 'eu-west-1', 'dynamodb.describe-global-table', 'seven', '{"GlobalTableDescription":{"GlobalTableName":"seven",
    "ReplicationGroup":[{"RegionName":"eu-central-1","ReplicaStatus":"ACTIVE"}]}}');
