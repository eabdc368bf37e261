-- call: ec2.describe-instances
-- items: /Reservations/*/Instances
-- scope: region
-- required: /InstanceId /State/Name
-- times: /LaunchTime
-- LaunchTime moves with every start; the first attachment of a volume is older.
insert into resource(source_id, pointer, arn, type, account, region, name, created_at, state, detail, attributes)
select :source, :pointer,
  'arn:' || partition(:region) || ':ec2:' || :region || ':' || :account || ':instance/' || (:item ->> '$.InstanceId'),
  'EC2', :account, :region, :item ->> '$.InstanceId',
  min(coalesce((select min(utc(m.value ->> '$.Ebs.AttachTime'))
                from json_each(:item, '$.BlockDeviceMappings') as m), utc(:item ->> '$.LaunchTime')),
      coalesce(utc(:item ->> '$.LaunchTime'), '9999')),
  :item ->> '$.State.Name', 1,
  json_object('State', :item ->> '$.State.Name', 'Platform', :item ->> '$.Platform',
    'InstanceType', :item ->> '$.InstanceType', 'InstanceLifecycle', :item ->> '$.InstanceLifecycle',
    'RootDeviceType', :item ->> '$.RootDeviceType', 'Placement', :item -> '$.Placement',
    'BlockDeviceMappings', :item -> '$.BlockDeviceMappings');

insert into resource_tag(source_id, arn, key, value)
select :source,
  'arn:' || partition(:region) || ':ec2:' || :region || ':' || :account || ':instance/' || (:item ->> '$.InstanceId'),
  t.value ->> '$.Key', coalesce(t.value ->> '$.Value', '')
from json_each(:item, '$.Tags') as t;
