-- call: s3api.get-bucket-location
-- scope: global
-- key: LocationConstraint
-- not-configured: NoSuchBucket
-- No constraint is us-east-1, and EU is the old name of eu-west-1.
insert into resource(source_id, pointer, arn, type, account, region, name, detail)
select :source, :pointer, 'arn:' || partition(region) || ':s3:::' || :name, 'S3', :account, region, :name, 1
from (select case coalesce(:item ->> '$.LocationConstraint', '') when '' then 'us-east-1' when 'EU' then 'eu-west-1'
        else :item ->> '$.LocationConstraint' end as region)
where :name <> '';
