-- call: s3api.list-buckets
-- items: /Buckets
-- scope: global
-- required: /Name
-- times: /CreationDate
-- BucketRegion is printed by newer CLIs; otherwise get-bucket-location says it.
insert into resource(source_id, pointer, arn, type, account, region, name, created_at, detail)
select :source, :pointer, 'arn:' || partition(coalesce(:item ->> '$.BucketRegion', :region)) || ':s3:::' ||
    (:item ->> '$.Name'),
  'S3', :account, coalesce(:item ->> '$.BucketRegion', ''), :item ->> '$.Name', utc(:item ->> '$.CreationDate'), 0;
