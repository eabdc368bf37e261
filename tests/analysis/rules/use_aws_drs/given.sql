insert into policy_region values ('eu-central-1', 'dr');
insert into call_state(account, region, call) values ('111122223333', 'eu-west-1', 'drs.describe-source-servers'),
  ('111122223333', 'eu-central-1', 'drs.describe-source-servers'), ('222222222222', 'eu-west-1', 'drs.describe-source-servers');
insert into known_resource(arn, type, name, tier) select 'arn:' || value, 'EC2', value, iif(value = '8-restored', 'bronze', 'gold') from json_each(
  '["1-continuous","2-lags","3-stalled","4-same-region","5-none","8-restored","9-two-servers","A-fails-back"]');
insert into known_resource(arn, type, name, account) values ('arn:7-unseen', 'EC2', '7-unseen', '222222222222');
insert into document(source_id, pointer, account, region, call, item, body)
  select 2, '', '111122223333', json_extract(value, '$.region'), 'drs.describe-source-servers', '', json_object('items', json_array(json_object(
    'sourceProperties', json_object('identificationHints', json_object('awsInstanceID', json_extract(value, '$.id'))),
    'dataReplicationInfo', json_object('dataReplicationState', json_extract(value, '$.state'), 'lagDuration', json_extract(value, '$.lag')), 'replicationDirection', coalesce(json_extract(value, '$.direction'), 'FAILOVER'))))
  from json_each('[{"id":"1-continuous","region":"eu-central-1","state":"CONTINUOUS","lag":"PT30S"},
    {"id":"2-lags","region":"eu-central-1","state":"CONTINUOUS","lag":"PT2H"},
    {"id":"3-stalled","region":"eu-central-1","state":"STALLED","lag":null},
    {"id":"4-same-region","region":"eu-west-1","state":"CONTINUOUS","lag":null},
    {"id":"A-fails-back","region":"eu-central-1","state":"CONTINUOUS","lag":null,"direction":"FAILBACK"},
    {"id":"9-two-servers","region":"eu-central-1","state":"STOPPED","lag":null},
    {"id":"9-two-servers","region":"eu-central-1","state":"CONTINUOUS","lag":null}]');
