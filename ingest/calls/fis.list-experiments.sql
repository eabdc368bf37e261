-- call: fis.list-experiments
-- items: /experiments
-- scope: region
-- keep: document
insert into resource_tag(source_id, arn, key, value)
select :source, :item ->> '$.arn', t.key, coalesce(t.value, '')
from json_each(:item, '$.tags') as t
where :item ->> '$.arn' is not null and t.type = 'text';
