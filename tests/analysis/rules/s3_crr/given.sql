insert into known_resource(arn, type, name, tier, source_id, pointer)
  select 'arn:aws:s3:::' || value, 'S3', value, iif(value = '9-not-asked', 'bronze', 'gold'), 1, '' from json_each(
    '["1-whole","2-prefix","3-same-region","4-disabled","5-region-unknown","6-no-rule","7-suspended","8-denied","9-not-asked","A-v1-rule","B-tag-filter","C-versioning-unseen","D-kms-left-out","E-kms-named","F-directory--x-s3"]');
insert into resource(source_id, pointer, arn, type, account, region, name, detail) values
  (1, '', 'arn:aws:s3:::far', 'S3', '111122223333', 'eu-central-1', 'far', 1),
  (1, '', 'arn:aws:s3:::near', 'S3', '111122223333', 'eu-west-1', 'near', 1);
insert into call_state(account, region, call, item, status)
  select '111122223333', 'global', 's3api.get-bucket-replication', name,
         iif(name = '8-denied', 'denied', iif(name = '6-no-rule', 'not_configured', 'ok')) from known_resource
  union all
  select '111122223333', 'global', 's3api.get-bucket-versioning', name, 'ok' from known_resource where name not like 'C-%';
insert into document(source_id, pointer, account, region, call, item, body)
  select 1, '', '111122223333', 'global', 's3api.get-bucket-versioning', name,
         json_object('Status', iif(name = '7-suspended', 'Suspended', 'Enabled')) from known_resource where name not like 'C-%';
insert into document(source_id, pointer, account, region, call, item, body)
  select 2, '', '111122223333', 'global', 's3api.get-bucket-replication', key, json_object('ReplicationConfiguration', json_object('Rules', json(value)))
    from json_each('{
      "1-whole": [{"Status":"Disabled","Filter":{},"Destination":{"Bucket":"arn:aws:s3:::far"}},
                  {"Status":"Enabled","Filter":{"Prefix":""},"Destination":{"Bucket":"arn:aws:s3:::far"}}],
      "2-prefix": [{"Status":"Enabled","Filter":{"Prefix":"a/"},"Destination":{"Bucket":"arn:aws:s3:::far"}}],
      "3-same-region": [{"Status":"Enabled","Filter":{},"Destination":{"Bucket":"arn:aws:s3:::near"}}],
      "4-disabled": [{"Status":"Disabled","Filter":{},"Destination":{"Bucket":"arn:aws:s3:::far"}}],
      "5-region-unknown": [{"Status":"Enabled","Filter":{},"Destination":{"Bucket":"arn:aws:s3:::elsewhere"}}],
      "7-suspended": [{"Status":"Enabled","Filter":{},"Destination":{"Bucket":"arn:aws:s3:::far"}}],
      "A-v1-rule": [{"Status":"Enabled","Prefix":"","Destination":{"Bucket":"arn:aws:s3:::far"}}],
      "B-tag-filter": [{"Status":"Enabled","Filter":{"And":{"Prefix":"","Tags":[]}},"Destination":{"Bucket":"arn:aws:s3:::far"}}],
      "D-kms-left-out": [{"Status":"Enabled","Filter":{},"Destination":{"Bucket":"arn:aws:s3:::far"}}],
      "E-kms-named": [{"Status":"Enabled","Filter":{},"Destination":{"Bucket":"arn:aws:s3:::far"},"SourceSelectionCriteria":{"SseKmsEncryptedObjects":{"Status":"Enabled"}}}],
      "C-versioning-unseen": [{"Status":"Enabled","Filter":{},"Destination":{"Bucket":"arn:aws:s3:::far"}}]}');
insert into document(source_id, pointer, account, region, call, item, body)
  select 1, '', '111122223333', 'global', 's3api.get-bucket-encryption', name, json_object('ServerSideEncryptionConfiguration', json_object('Rules', json_array(
         json_object('ApplyServerSideEncryptionByDefault', json_object('SSEAlgorithm', iif(name like '_-kms%', 'aws:kms', 'AES256'))))))
    from known_resource;
