insert into tier
select json_extract(t.value, '$.id'), t.key,
  coalesce(json_extract(t.value, '$.name'), json_extract(t.value, '$.id')),
  coalesce(json_extract(t.value, '$.match'), '[]'),
  json_extract(t.value, '$.strategy'),
  duration_seconds(json_extract(t.value, '$.rto')),
  duration_seconds(json_extract(t.value, '$.rpo')),
  json_extract(t.value, '$.min_retention_days'),
  json_extract(t.value, '$.cross_region'),
  json_extract(t.value, '$.restore_test_days')
from json_each(:policy, '$.tiers') t;
