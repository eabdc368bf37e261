-- Two months of a small bill and the inventory behind it.
insert into delivery values (1, 'bill', 'folder:/bill', 'd1'), (2, 'inventory', 'folder:/inventory', 'd2');
insert into source (id, delivery_id, path, location, sha256, bytes, format, status, rows_read, rows_kept, newest_event, account, region, call, item)
values
 (1, 1, 'cur-08.csv', '/bill/cur-08.csv', 'aa', 1, 'cur-legacy', 'ok', 2, 2, '2024-09-01T00:00:00Z', null, null, null, null),
 (2, 1, 'cur-09.csv', '/bill/cur-09.csv', 'bb', 1, 'cur-legacy', 'ok', 20, 20, '2024-10-01T00:00:00Z', null, null, null, null),
 (3, 2, '111122223333/eu-west-1/rds.describe-db-instances.json', '/inventory/x', 'cc', 1, 'aws-call', 'ok', 0, 0, '2024-10-01T05:00:00Z', '111122223333', 'eu-west-1', 'rds.describe-db-instances', ''),
 (4, 2, '111122223333/eu-west-1/backup.list-recovery-points.json', '/inventory/y', 'dd', 1, 'aws-call', 'ok', 0, 0, null, '111122223333', 'eu-west-1', 'backup.list-recovery-points-by-backup-vault', 'V');
insert into control_total values (1, 'USD', '3'), (2, 'USD', '64.5'), (2, 'EUR', '7.1');
insert into bill_month values ('2024-08', '999900000000', 1, '2024-09-01T00:00:00Z', 0, 1), ('2024-09', '999900000000', 1, '2024-10-01T00:00:00Z', 0, 1);

insert into resource (source_id, pointer, arn, type, account, region, name, created_at, state, parent_arn, copy_of_arn, detail, attributes) values
 (3, '/1', 'arn:aws:rds:eu-west-1:111122223333:db:ledger', 'RDS', '111122223333', 'eu-west-1', 'ledger', null, 'available', null, null, 1, '{}'),
 (3, '/1', 'arn:aws:rds:eu-west-1:111122223333:db:ledger', 'RDS', '111122223333', 'eu-west-1', 'ledger', null, '', null, null, 0, '{}'),
 (3, '/2', 'arn:aws:rds:eu-west-1:111122223333:cluster:orders', 'Aurora', '111122223333', 'eu-west-1', 'orders', null, 'available', null, null, 1, '{"DbClusterResourceId":"cluster-ABC"}'),
 (3, '/3', 'arn:aws:rds:eu-west-1:111122223333:db:orders-1', 'RDS', '111122223333', 'eu-west-1', 'orders-1', null, 'available', 'arn:aws:rds:eu-west-1:111122223333:cluster:orders', null, 1, '{}'),
 (3, '/4', 'arn:aws:rds:eu-west-1:111122223333:db:ledger-ro', 'RDS', '111122223333', 'eu-west-1', 'ledger-ro', null, 'available', null, 'arn:aws:rds:eu-west-1:111122223333:db:ledger', 1, '{}'),
 (3, '/5', 'arn:aws:ec2:eu-west-1:111122223333:volume/vol-1', 'EBS', '111122223333', 'eu-west-1', 'vol-1', null, 'in-use', 'arn:aws:ec2:eu-west-1:111122223333:instance/i-1', null, 1, '{}'),
 (3, '/6', 'arn:aws:ec2:eu-west-1:111122223333:instance/i-1', 'EC2', '111122223333', 'eu-west-1', 'i-1', null, 'running', null, null, 1, '{}'),
 (3, '/7', 'arn:aws:s3:::app-logs', 'S3', '111122223333', 'eu-west-1', 'app-logs', null, '', null, null, 1, '{}'),
 (3, '/8', 'arn:aws:dynamodb:eu-central-1:111122223333:table/sessions', 'DynamoDB', '111122223333', 'eu-central-1', 'sessions', '2020-01-01T00:00:00Z', '', null, 'arn:aws:dynamodb:eu-west-1:111122223333:table/sessions', 1, '{}'),
 (3, '/9', 'arn:aws:dynamodb:eu-west-1:111122223333:table/sessions', 'DynamoDB', '111122223333', 'eu-west-1', 'sessions', '2021-01-01T00:00:00Z', '', null, 'arn:aws:dynamodb:eu-central-1:111122223333:table/sessions', 1, '{}'),
 (3, '/10', 'arn:aws:ec2:eu-central-1:444455556666:instance/i-9', 'EC2', '444455556666', 'eu-central-1', 'i-9', null, 'running', null, null, 1, '{}');
insert into resource_tag values
 (3, 'arn:aws:ec2:eu-west-1:111122223333:volume/vol-1', 'DR_Tier', 'CRITICAL'),
 (3, 'arn:aws:ec2:eu-west-1:111122223333:volume/vol-1', 'App', 'ledger'),
 (3, 'arn:aws:ec2:eu-west-1:111122223333:instance/i-1', 'dr-tier', 'no such tier');
insert into recovery_point (source_id, pointer, arn, vault_arn, vault_name, account, region, resource_arn, resource_type, status) values
 (4, '/1', 'arn:aws:backup:eu-west-1:111122223333:recovery-point:p1', 'v', 'V', '111122223333', 'eu-west-1', 'arn:aws:rds:eu-west-1:111122223333:db:ledger', 'RDS', 'COMPLETED'),
 (4, '/2', 'arn:aws:backup:eu-west-1:111122223333:recovery-point:gone', 'v', 'V', '111122223333', 'eu-west-1', 'arn:aws:rds:eu-west-1:111122223333:db:gone', 'RDS', 'COMPLETED'),
 (4, '/3', 'arn:aws:ec2:eu-west-1::snapshot/snap-1', 'v', 'V', '111122223333', 'eu-west-1', 'arn:aws:ec2:eu-west-1:111122223333:volume/vol-1', 'EBS', 'COMPLETED');

insert into usage_kind values
 (1, 'AWSBackup', 'EU-WarmStorage-ByteHrs-RDS', 'Storage', 'GB-Mo'),
 (2, 'AmazonRDS', 'EU-InstanceUsage:db.t3.large', 'CreateDBInstance:0014', 'Hrs'),
 (3, 'AmazonEC2', 'EU-EBS:SnapshotUsage', 'CreateSnapshot', 'GB-Mo'),
 (4, 'AmazonEC2', 'EU-EBS:VolumeUsage.gp3', 'CreateVolume-Gp3', 'GB-Mo'),
 (5, 'AmazonEC2', 'EU-EUC1-AWS-Out-Bytes', 'RunInstances', 'GB'),
 (6, 'AmazonEC2', 'EUC1-BoxUsage:t3.large', 'RunInstances', 'Hrs'),
 (7, '', '', '', ''),
 (8, 'AmazonRoute53', 'Health-Check-AWS', '', 'HealthChecks'),
 (9, 'AWSBackup', 'EU-ColdStorage-ByteHrs-EFS', 'Storage', 'GB-Mo'),
 (10, 'AWSBackup', 'EU-NewThing', 'New', ''),
 (11, 'AmazonS3', 'EU-TimedStorage-GDA-ByteHrs', 'DeepArchiveStorage', 'GB-Mo'),
 (12, 'AmazonRDS', 'EU-Aurora:BackupUsage', 'CreateDBInstance:0021', 'GB-Mo');
insert into invoice values (1, 'INV-1', '999900000000', 'AWS EMEA SARL'), (2, '', '999900000000', 'AWS EMEA SARL');
insert into tag_set values (1, '{}'), (2, '{"resourceTags/user:dr-tier":"3"}'), (3, '{"user_dr_role":"Standby"}'), (4, '{"aws:createdBy":"x","dr-tier":"tier-0","application":"billing"}');
insert into cost (source_id, month, payer, account, region, usage_id, line_type, invoice_id, resource, tag_set_id, currency, n_lines, first_line, usage, unblended, net, amortized, net_amortized, list) values
 (1, '2024-08', '999900000000', '111122223333', '', 1, 'Usage', 1, 'arn:aws:backup:eu-west-1:111122223333:recovery-point:p1', 1, 'USD', 1, 2, '20', '1', '1', '1', '1', '1'),
 (1, '2024-08', '999900000000', '111122223333', '', 2, 'Usage', 1, 'arn:aws:rds:eu-west-1:111122223333:db:ledger', 1, 'USD', 1, 3, '20', '2', '2', '2', '2', '2'),
 (2, '2024-09', '999900000000', '111122223333', 'eu-west-1', 1, 'Usage', 1, 'arn:aws:backup:eu-west-1:111122223333:recovery-point:p1', 1, 'USD', 3, 2, '100.5', '5.0250000000000001', '4', '5.0250000000000001', '4', '6'),
 (2, '2024-09', '999900000000', '111122223333', 'eu-west-1', 1, 'EdpDiscount', 1, 'arn:aws:backup:eu-west-1:111122223333:recovery-point:p1', 1, 'USD', 1, 3, '100.5', '-0.5', '0', '-0.5', '0', '-0.5'),
 (2, '2024-09', '999900000000', '111122223333', 'eu-west-1', 9, 'Usage', 1, 'arn:aws:backup:eu-west-1:111122223333:recovery-point:gone', 1, 'USD', 1, 4, '10', '0.1', '0.1', '0.1', '0.1', '0.1'),
 (2, '2024-09', '999900000000', '111122223333', 'eu-west-1', 9, 'Usage', 1, 'arn:aws:backup:eu-west-1:111122223333:recovery-point:gone', 2, 'USD', 1, 5, '10', '0.2', '0.2', '0.2', '0.2', '0.2'),
 (2, '2024-09', '999900000000', '111122223333', 'eu-west-1', 3, 'Usage', 1, 'arn:aws:ec2:eu-west-1:111122223333:snapshot/snap-1', 1, 'USD', 1, 6, '40', '2', '2', '2', '2', '2'),
 (2, '2024-09', '999900000000', '111122223333', 'eu-west-1', 3, 'Usage', 1, 'arn:aws:ec2:eu-west-1:111122223333:snapshot/snap-unknown', 4, 'USD', 1, 7, '40', '3', '3', '3', '3', '3'),
 (2, '2024-09', '999900000000', '777788889999', 'eu-west-1', 3, 'Usage', 1, '', 1, 'USD', 1, 8, '1', '0.05', '0.05', '0.05', '0.05', '0.05'),
 (2, '2024-09', '999900000000', '888800000000', 'eu-west-1', 3, 'Usage', 1, '', 1, 'USD', 1, 9, '1', '0.06', '0.06', '0.06', '0.06', '0.06'),
 (2, '2024-09', '999900000000', '111122223333', 'eu-west-1', 2, 'Usage', 1, 'arn:aws:rds:eu-west-1:111122223333:db:ledger', 1, 'USD', 1, 10, '720', '20', '20', '18', '18', '20'),
 (2, '2024-09', '999900000000', '111122223333', 'eu-west-1', 2, 'Usage', 1, 'arn:aws:rds:eu-west-1:111122223333:db:orders-1', 1, 'USD', 1, 11, '720', '10', '10', '10', '10', '10'),
 (2, '2024-09', '999900000000', '111122223333', 'eu-west-1', 2, 'Usage', 1, 'arn:aws:rds:eu-west-1:111122223333:db:ledger-ro', 1, 'USD', 1, 12, '720', '8', '8', '8', '8', '8'),
 (2, '2024-09', '999900000000', '111122223333', 'eu-west-1', 4, 'Usage', 1, 'vol-1', 1, 'USD', 1, 13, '10', '1', '1', '1', '1', '1'),
 (2, '2024-09', '999900000000', '111122223333', 'eu-west-1', 5, 'Usage', 1, 'i-1', 1, 'USD', 1, 14, '10', '0.7', '0.7', '0.7', '0.7', '0.7'),
 (2, '2024-09', '999900000000', '444455556666', '', 6, 'Usage', 1, 'i-9', 1, 'USD', 1, 15, '720', '6', '6', '6', '6', '6'),
 (2, '2024-09', '999900000000', '111122223333', 'eu-west-1', 4, 'Usage', 1, 'vol-other', 3, 'USD', 1, 16, '10', '0.9', '0.9', '0.9', '0.9', '0.9'),
 (2, '2024-09', '999900000000', '999900000000', '', 7, 'Tax', 1, '', 3, 'USD', 1, 17, '0', '4', '4', '4', '4', '4'),
 (2, '2024-09', '999900000000', '111122223333', '', 8, 'Usage', 1, 'arn:aws:route53:::healthcheck/h1', 1, 'USD', 1, 18, '2', '1', '1', '1', '1', '1'),
 (2, '2024-09', '999900000000', '111122223333', '', 10, 'Usage', 1, '', 1, 'USD', 1, 19, '2', '0.01', '0.01', '0.01', '0.01', '0.01'),
 (2, '2024-09', '999900000000', '111122223333', '', 11, 'Usage', 1, 'app-logs', 1, 'USD', 1, 20, '7', '0.3', '0.3', '0.3', '0.3', '0.3'),
 (2, '2024-09', '999900000000', '111122223333', '', 12, 'Usage', 1, 'arn:aws:rds:eu-west-1:111122223333:cluster:cluster-ABC', 1, 'USD', 1, 21, '7', '0.4', '0.4', '0.4', '0.4', '0.4'),
 (2, '2024-09', '999900000000', '111122223333', '', 8, 'Usage', 1, '', 1, 'EUR', 1, 22, '7', '7.1', '7.1', '7.1', '7.1', '7.1');
