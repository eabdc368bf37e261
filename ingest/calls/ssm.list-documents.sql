-- call: ssm.list-documents
-- items: /DocumentIdentifiers
-- scope: region
-- keep: document
insert into resource_tag(source_id, arn, key, value)
select :source, 'arn:' || partition(:region) || ':ssm:' || :region || ':' || :account || ':document/' || (:item ->> '$.Name'),
  t.value ->> '$.Key', coalesce(t.value ->> '$.Value', '')
from json_each(:item, '$.Tags') as t
where t.value ->> '$.Key' is not null;
