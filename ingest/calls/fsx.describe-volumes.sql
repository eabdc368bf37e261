-- call: fsx.describe-volumes
-- items: /Volumes
-- scope: region
-- required: /VolumeId /ResourceARN
-- times: /CreationTime
-- arn: /ResourceARN
-- ONTAP is backed up by the volume: those that hold data, not the root of a virtual machine and
-- not the destination of a SnapMirror. OpenZFS is backed up by the file system.
insert into resource(source_id, pointer, arn, type, account, region, name, created_at, state, detail, attributes)
select :source, :pointer, :item ->> '$.ResourceARN', 'FSx', :account, :region, :item ->> '$.VolumeId',
  utc(:item ->> '$.CreationTime'), coalesce(:item ->> '$.Lifecycle', ''), 1,
  json_object('FileSystemType', :item ->> '$.VolumeType', 'FileSystemId', :item ->> '$.FileSystemId',
    'StorageCapacity', (:item ->> '$.OntapConfiguration.SizeInMegabytes') / 1024)
where :item ->> '$.VolumeType' = 'ONTAP'
  and not coalesce(:item ->> '$.OntapConfiguration.StorageVirtualMachineRoot', 0)
  and coalesce(:item ->> '$.OntapConfiguration.OntapVolumeType', 'RW') <> 'DP';

insert into resource_tag(source_id, arn, key, value)
select :source, :item ->> '$.ResourceARN', t.value ->> '$.Key', coalesce(t.value ->> '$.Value', '')
from json_each(:item, '$.Tags') as t;
