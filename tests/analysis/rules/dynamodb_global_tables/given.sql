insert into known_resource(arn, type, tier, attributes) values
  ('arn:1-active', 'DynamoDB', 'gold', '{"TableStatus":"ACTIVE","Replicas":[{"RegionName":"eu-north-1","ReplicaStatus":"CREATING"},{"RegionName":"eu-central-1","ReplicaStatus":"ACTIVE"}]}'),
  ('arn:2-creating', 'DynamoDB', 'gold', '{"TableStatus":"ACTIVE","Replicas":[{"RegionName":"eu-north-1","ReplicaStatus":"CREATING"}]}'),
  ('arn:3-none', 'DynamoDB', 'gold', '{"TableStatus":"ACTIVE","Replicas":null}'),
  ('arn:4-only-listed', 'DynamoDB', 'gold', '{}'),
  ('arn:5-not-asked', 'DynamoDB', 'bronze', '{"TableStatus":"ACTIVE"}'),
  ('arn:6-itself', 'DynamoDB', 'gold', '{"TableStatus":"ACTIVE","Replicas":[{"RegionName":"eu-west-1","ReplicaStatus":"ACTIVE"}]}');
