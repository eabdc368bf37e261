insert into known_resource(arn, type, name, source_id, pointer)
  select 'arn:aws:s3:::' || value, 'S3', value, 1, '' from json_each(
    '["1-mfa","2-lock","3-neither","4-lock-unseen","5-never","6-suspended","7-denied","8-not-collected","9-dir--x-s3","A-lifecycle","B-lifecycle-disabled"]');
insert into call_state(account, region, call, item, status)
  select '111122223333', 'global', c.value, k.name,
         iif(k.name = '7-denied', 'denied', iif(k.name = '5-never' or k.name = '3-neither' and c.key = 1, 'not_configured', 'ok'))
    from known_resource k, json_each('["s3api.get-bucket-versioning","s3api.get-object-lock-configuration"]') c
   where k.name not in ('8-not-collected') and not (k.name = '4-lock-unseen' and c.key = 1);
insert into document(source_id, pointer, account, region, call, item, body) values
  (2, '', '111122223333', 'global', 's3api.get-bucket-versioning', '1-mfa', '{"Status":"Enabled","MFADelete":"Enabled"}'),
  (2, '', '111122223333', 'global', 's3api.get-bucket-versioning', '2-lock', '{"Status":"Enabled"}'),
  (2, '', '111122223333', 'global', 's3api.get-object-lock-configuration', '2-lock', '{"ObjectLockConfiguration":{"ObjectLockEnabled":"Enabled"}}'),
  (2, '', '111122223333', 'global', 's3api.get-bucket-versioning', '3-neither', '{"Status":"Enabled","MFADelete":"Disabled"}'),
  (2, '', '111122223333', 'global', 's3api.get-bucket-versioning', '4-lock-unseen', '{"Status":"Enabled"}'),
  (2, '', '111122223333', 'global', 's3api.get-bucket-versioning', '6-suspended', '{"Status":"Suspended","MFADelete":"Enabled"}'),
  (2, '', '111122223333', 'global', 's3api.get-bucket-versioning', 'A-lifecycle', '{"Status":"Enabled"}'),
  (2, '', '111122223333', 'global', 's3api.get-bucket-lifecycle-configuration', 'A-lifecycle', '{"Rules":[{"Status":"Enabled"}]}'),
  (2, '', '111122223333', 'global', 's3api.get-bucket-versioning', 'B-lifecycle-disabled', '{"Status":"Enabled"}'),
  (2, '', '111122223333', 'global', 's3api.get-bucket-lifecycle-configuration', 'B-lifecycle-disabled', '{"Rules":[{"Status":"Disabled"}]}');
