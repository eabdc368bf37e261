-- call: ec2.describe-volumes
-- items: /Volumes
-- scope: region
-- required: /VolumeId /State
-- times: /CreateTime
insert into resource(source_id, pointer, arn, type, account, region, name, created_at, state, parent_arn, detail,
  attributes)
select :source, :pointer,
  'arn:' || partition(:region) || ':ec2:' || :region || ':' || :account || ':volume/' || (:item ->> '$.VolumeId'),
  'EBS', :account, :region, :item ->> '$.VolumeId', utc(:item ->> '$.CreateTime'), :item ->> '$.State',
  'arn:' || partition(:region) || ':ec2:' || :region || ':' || :account || ':instance/' ||
    (:item ->> '$.Attachments[0].InstanceId'),
  1,
  json_object('Size', :item -> '$.Size', 'Encrypted', :item -> '$.Encrypted', 'State', :item ->> '$.State',
    'VolumeType', :item ->> '$.VolumeType', 'KmsKeyId', :item ->> '$.KmsKeyId',
    'SnapshotId', :item ->> '$.SnapshotId', 'Attachments', :item -> '$.Attachments');

insert into resource_tag(source_id, arn, key, value)
select :source,
  'arn:' || partition(:region) || ':ec2:' || :region || ':' || :account || ':volume/' || (:item ->> '$.VolumeId'),
  t.value ->> '$.Key', coalesce(t.value ->> '$.Value', '')
from json_each(:item, '$.Tags') as t;
