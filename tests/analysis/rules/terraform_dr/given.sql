insert into backup_vault(source_id, pointer, arn, name, account, region, type) values
  (1, '/0', 'arn:1-coded', 'coded', '111122223333', 'eu-west-1', 'BACKUP_VAULT'),
  (1, '/1', 'arn:2-clicked', 'clicked', '111122223333', 'eu-west-1', 'BACKUP_VAULT'),
  (1, '/2', 'arn:3-default', 'Default', '111122223333', 'eu-west-1', 'BACKUP_VAULT');
insert into backup_plan(source_id, pointer, id, arn, name, account, region, deleted_at, detail) values
  (1, '/0', 'p-1', 'arn:4-planned-only', 'p', '111122223333', 'eu-west-1', null, 0),
  (1, '/1', 'orgs/x', 'arn:5-organization', 'o', '111122223333', 'eu-west-1', null, 0),
  (1, '/2', 'p-2', 'arn:6-deleted', 'd', '111122223333', 'eu-west-1', '2024-01-01T00:00:00Z', 0);
insert into document(source_id, pointer, account, region, call, item, body) values
  (1, '', '111122223333', 'global', 'route53.list-health-checks', '', '{"HealthChecks":[{"Id":"h-1"},{"Id":"h-2"}]}'),
  (2, '', '', '', 'terraform.show', 'state.json', '{"kind":"state","resources":[{"type":"aws_backup_vault","arn":"arn:1-coded","id":"coded"},{"type":"aws_route53_health_check","id":"h-1"}]}'),
  (2, '', '', '', 'terraform.show', 'plan.json', '{"kind":"plan","resources":[{"type":"aws_backup_plan","arn":"arn:4-planned-only"}]}');
-- One that has drifted: a plan would change it.
insert into backup_vault(source_id, pointer, arn, name, account, region, type) values
  (1, '/3', 'arn:7-drifted', 'drifted', '111122223333', 'eu-west-1', 'BACKUP_VAULT');
insert into document(source_id, pointer, account, region, call, item, body) values
  (2, '', '', '', 'terraform.show', 'other.json', '{"kind":"state","resources":[{"address":"v","type":"aws_backup_vault","arn":"arn:7-drifted","id":"drifted"}]}'),
  (2, '', '', '', 'terraform.show', 'next.json', '{"kind":"plan","resources":[],"changes":[{"address":"v","type":"aws_backup_vault","actions":["update"]}]}');
