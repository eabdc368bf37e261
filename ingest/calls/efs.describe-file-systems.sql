-- call: efs.describe-file-systems
-- items: /FileSystems
-- scope: region
-- required: /FileSystemId /LifeCycleState
-- times: /CreationTime
-- arn: /FileSystemArn
insert into resource(source_id, pointer, arn, type, account, region, name, created_at, state, detail, attributes)
select :source, :pointer, coalesce(:item ->> '$.FileSystemArn', 'arn:' || partition(:region) || ':elasticfilesystem:' ||
    :region || ':' || :account || ':file-system/' || (:item ->> '$.FileSystemId')),
  'EFS', :account, :region, :item ->> '$.FileSystemId', utc(:item ->> '$.CreationTime'), :item ->> '$.LifeCycleState', 1,
  json_object('Name', :item ->> '$.Name', 'Encrypted', :item -> '$.Encrypted', 'KmsKeyId', :item ->> '$.KmsKeyId',
    'SizeInBytes', :item -> '$.SizeInBytes', 'ReplicationOverwriteProtection',
    :item ->> '$.FileSystemProtection.ReplicationOverwriteProtection');

insert into resource_tag(source_id, arn, key, value)
select :source, coalesce(:item ->> '$.FileSystemArn', 'arn:' || partition(:region) || ':elasticfilesystem:' ||
    :region || ':' || :account || ':file-system/' || (:item ->> '$.FileSystemId')),
  t.value ->> '$.Key', coalesce(t.value ->> '$.Value', '')
from json_each(:item, '$.Tags') as t;
