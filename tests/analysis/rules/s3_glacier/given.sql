insert into backup_plan(source_id, pointer, id, arn, name, account, region, deleted_at, detail) values
  (1, '', 'P', 'P', 'p', '1', 'eu-west-1', null, 1), (1, '', 'Q', 'Q', 'q', '1', 'eu-west-1', null, 1), (1, '', 'gone', 'g', 'g', '1', 'eu-west-1', '2024-01-01T00:00:00Z', 1);
insert into backup_plan_rule(source_id, pointer, plan_id, account, region, rule_id, name, vault_name, delete_after_days, cold_after_days, continuous) values
  (1, '/0', 'P', '1', 'eu-west-1', 'a', '1-short', 'v', 90, null, 0), (1, '/1', 'P', '1', 'eu-west-1', 'b', '2-cold', 'v', 365, 30, 0),
  (1, '/2', 'P', '1', 'eu-west-1', 'c', '3-warm', 'v', 365, null, 0), (1, '/3', 'P', '1', 'eu-west-1', 'd', '4-for-ever', 'v', null, null, 0),
  (1, '/4', 'P', '1', 'eu-west-1', 'e', '5-continuous', 'v', 100, null, 1), (1, '/5', 'Q', '1', 'eu-west-1', 'f', '6-never-cold-type', 'v', 365, null, 0),
  (1, '/6', 'gone', '1', 'eu-west-1', 'g', '7-deleted-plan', 'v', 365, null, 0);
insert into known_resource(arn, type) values ('arn:fs', 'EFS'), ('arn:db', 'RDS');
insert into selected(arn, plan_id) values ('arn:fs', 'P'), ('arn:db', 'Q');
insert into known_resource(arn, type, name) select 'arn:aws:s3:::' || value, 'S3', value from json_each(
  '["1-archives","2-disabled","3-expires","4-none","5-mfa","6-unseen","7-infrequent","8-old-versions","9-intelligent","A-intelligent-disabled","B-instant-retrieval","C-directory--x-s3"]');
insert into call_state(account, region, call, item)
  select '111122223333', 'global', 's3api.get-bucket-lifecycle-configuration', name from known_resource where type = 'S3' and name <> '6-unseen';
insert into document(source_id, pointer, account, region, call, item, body)
  select 2, '', '111122223333', 'global', 's3api.get-bucket-lifecycle-configuration', key, json_object('Rules', json(value)) from json_each('{
    "1-archives": [{"Status":"Enabled","Filter":{"Prefix":""},"Transitions":[{"Days":90,"StorageClass":"DEEP_ARCHIVE"}]}],
    "2-disabled": [{"Status":"Disabled","Filter":{"Prefix":""},"Transitions":[{"Days":90,"StorageClass":"GLACIER"}]}],
    "3-expires": [{"Status":"Enabled","Filter":{"Prefix":""},"Expiration":{"Days":30}}],
    "B-instant-retrieval": [{"Status":"Enabled","Filter":{},"Transitions":[{"Days":30,"StorageClass":"GLACIER_IR"}]}],
    "7-infrequent": [{"Status":"Enabled","Filter":{},"Transitions":[{"Days":30,"StorageClass":"STANDARD_IA"}]}],
    "8-old-versions": [{"Status":"Enabled","Filter":{},"NoncurrentVersionTransitions":[{"NoncurrentDays":30,"StorageClass":"GLACIER"}]}]}');
insert into document(source_id, pointer, account, region, call, item, body) values
  (2, '', '111122223333', 'global', 's3api.get-bucket-versioning', '5-mfa', '{"Status":"Enabled","MFADelete":"Enabled"}');
insert into document(source_id, pointer, account, region, call, item, body)
  select 2, '', '111122223333', 'global', 's3api.list-bucket-intelligent-tiering-configurations', name, json_object('IntelligentTieringConfigurationList', json_array(
         json_object('Id', 'a', 'Status', iif(name = '9-intelligent', 'Enabled', 'Disabled'), 'Tierings', json_array(json_object('Days', 180, 'AccessTier', 'DEEP_ARCHIVE_ACCESS')))))
    from known_resource where name in ('9-intelligent', 'A-intelligent-disabled');
