-- call: storagegateway.list-volumes
-- items: /VolumeInfos
-- scope: region
-- required: /VolumeARN /VolumeId
-- arn: /VolumeARN
-- AWS Backup's ARN of a volume names its gateway too, as VolumeARN does.
insert into resource(source_id, pointer, arn, type, account, region, name, state, detail, attributes)
select :source, :pointer, :item ->> '$.VolumeARN', 'Storage Gateway', :account, :region, :item ->> '$.VolumeId',
  coalesce(:item ->> '$.VolumeAttachmentStatus', ''), 1,
  json_object('VolumeType', :item ->> '$.VolumeType', 'VolumeSizeInBytes', :item -> '$.VolumeSizeInBytes',
    'GatewayARN', :item ->> '$.GatewayARN');
