-- call: backup.list-tags
-- scope: region
-- not-configured: ResourceNotFoundException
-- NAME is the ARN.
insert into resource_tag(source_id, arn, key, value)
select :source, :name, t.key, t.value from json_each(:item, '$.Tags') as t;
