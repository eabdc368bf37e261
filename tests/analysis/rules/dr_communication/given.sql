insert into tier values ('free', 3, 'Free', null, null, null, null, 0, null);
insert into known_resource(arn, type, application, tier) values
  ('arn:1', 'RDS', '1-valid', 'bronze'), ('arn:1b', 'S3', '1-valid', 'gold'), ('arn:2', 'RDS', '2-expired', 'gold'), ('arn:3', 'RDS', '3-altered', 'gold'),
  ('arn:4', 'RDS', '4-nothing', 'gold'), ('arn:5', 'RDS', '5-no-objective', 'free'), ('arn:6', 'RDS', '6-by-arn', 'gold'),
  ('arn:7', 'RDS', '7-too-old', 'gold'), ('arn:8', 'RDS', null, 'gold'), ('arn:9', 'RDS', '9-old-and-new', 'gold');
insert into attestation values
  (1, 'DR_COMMUNICATION', '1-valid', 'S', 'A', '2024-05-02', '2025-05-02', '[]', null, 'valid'),
  (2, 'DR_COMMUNICATION', '2-expired', 'S', 'B', '2023-05-02', '2024-05-02', '[]', null, 'expired'),
  (3, 'DR_COMMUNICATION', '3-altered', 'S', 'C', '2024-05-02', '2025-05-02', '[]', 'f', 'altered'),
  (4, 'BACKUP_TESTING', '4-nothing', 'S', 'D', '2024-05-02', '2025-05-02', '[]', null, 'valid'),
  (6, 'DR_COMMUNICATION', 'arn:6', 'S', 'F', '2024-05-02', '2025-05-02', '[]', null, 'valid'),
  (7, 'DR_COMMUNICATION', '7-too-old', 'S', 'G', '2023-05-02', '2025-05-02', '[]', null, 'valid'),
  (8, 'DR_COMMUNICATION', '9-old-and-new', 'S', 'H', '2023-05-02', '2024-05-02', '[]', null, 'expired'),
  (9, 'DR_COMMUNICATION', '9-old-and-new', 'S', 'I', '2024-04-02', '2025-05-02', '[]', null, 'valid');
-- Subscriptions are seen in the account of two applications: no list of people, but a channel.
insert into known_resource(arn, type, application, tier, account) values
  ('arn:A', 'RDS', 'A-attested-with-channel', 'gold', '2'), ('arn:B', 'RDS', 'B-channel-only', 'gold', '2'),
  ('arn:C', 'RDS', 'C-pending-channel', 'gold', '3'), ('arn:D', 'RDS', 'D-not-yet', 'gold', '3');
insert into document(source_id, pointer, account, region, call, item, body) values
  (2, '', '2', 'eu-west-1', 'sns.list-subscriptions', '', '{"Subscriptions":[{"SubscriptionArn":"arn:aws:sns:eu-west-1:2:t:1","TopicArn":"arn:aws:sns:eu-west-1:2:t"}]}'),
  (2, '', '3', 'eu-west-1', 'sns.list-subscriptions', '', '{"Subscriptions":[{"SubscriptionArn":"PendingConfirmation","TopicArn":"arn:aws:sns:eu-west-1:3:t"}]}');
insert into attestation values
  (10, 'DR_COMMUNICATION', 'A-attested-with-channel', 'S', 'J', '2024-05-02', '2025-05-02', '[]', null, 'valid'),
  (11, 'DR_COMMUNICATION', 'D-not-yet', 'S', 'K', '2024-11-02', '2025-05-02', '[]', null, 'not_yet_valid');
