-- call: resourcegroupstaggingapi.get-resources
-- items: /ResourceTagMappingList
-- scope: region
-- required: /ResourceARN
insert into resource_tag(source_id, arn, key, value)
select :source, :item ->> '$.ResourceARN', t.value ->> '$.Key', coalesce(t.value ->> '$.Value', '')
from json_each(:item, '$.Tags') as t;
