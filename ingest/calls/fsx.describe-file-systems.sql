-- call: fsx.describe-file-systems
-- items: /FileSystems
-- scope: region
-- required: /FileSystemId /ResourceARN
-- times: /CreationTime
-- arn: /ResourceARN
insert into resource(source_id, pointer, arn, type, account, region, name, created_at, state, detail, attributes)
select :source, :pointer, :item ->> '$.ResourceARN', 'FSx', :account, :region, :item ->> '$.FileSystemId',
  utc(:item ->> '$.CreationTime'), coalesce(:item ->> '$.Lifecycle', ''), 1,
  json_object('FileSystemType', :item ->> '$.FileSystemType', 'StorageCapacity', :item -> '$.StorageCapacity',
    'StorageType', :item ->> '$.StorageType', 'KmsKeyId', :item ->> '$.KmsKeyId',
    'AutomaticBackupRetentionDays', coalesce(:item -> '$.WindowsConfiguration.AutomaticBackupRetentionDays',
      :item -> '$.LustreConfiguration.AutomaticBackupRetentionDays',
      :item -> '$.OntapConfiguration.AutomaticBackupRetentionDays',
      :item -> '$.OpenZFSConfiguration.AutomaticBackupRetentionDays'));

insert into resource_tag(source_id, arn, key, value)
select :source, :item ->> '$.ResourceARN', t.value ->> '$.Key', coalesce(t.value ->> '$.Value', '')
from json_each(:item, '$.Tags') as t;
