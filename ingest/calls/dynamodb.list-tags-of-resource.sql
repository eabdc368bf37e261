-- call: dynamodb.list-tags-of-resource
-- items: /Tags
-- scope: region
-- not-configured: ResourceNotFoundException
-- NAME is an ARN or the table's name.
insert into resource_tag(source_id, arn, key, value)
select :source, case when :name like 'arn:%' then :name else 'arn:' || partition(:region) || ':dynamodb:' || :region || ':' ||
  :account || ':table/' || :name end, :item ->> '$.Key', :item ->> '$.Value';
