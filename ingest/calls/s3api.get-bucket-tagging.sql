-- call: s3api.get-bucket-tagging
-- items: /TagSet
-- scope: global
-- required: /Key
-- not-configured: NoSuchTagSet NoSuchBucket
insert into resource_tag(source_id, arn, key, value)
select :source, 'arn:' || partition(:region) || ':s3:::' || :name, :item ->> '$.Key',
  coalesce(:item ->> '$.Value', '');
