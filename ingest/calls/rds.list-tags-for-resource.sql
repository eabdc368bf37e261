-- call: rds.list-tags-for-resource
-- items: /TagList
-- scope: region
-- not-configured: ResourceNotFoundException
-- NAME is an ARN or the instance's id.
insert into resource_tag(source_id, arn, key, value)
select :source, case when :name like 'arn:%' then :name else 'arn:' || partition(:region) || ':rds:' || :region || ':' ||
  :account || ':db:' || :name end, :item ->> '$.Key', :item ->> '$.Value';
