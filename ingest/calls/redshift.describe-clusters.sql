-- call: redshift.describe-clusters
-- items: /Clusters
-- scope: region
-- required: /ClusterIdentifier
-- times: /ClusterCreateTime
insert into resource(source_id, pointer, arn, type, account, region, name, created_at, state, detail, attributes)
select :source, :pointer,
  'arn:' || partition(:region) || ':redshift:' || :region || ':' || :account || ':cluster:' ||
    (:item ->> '$.ClusterIdentifier'),
  'Redshift', :account, :region, :item ->> '$.ClusterIdentifier', utc(:item ->> '$.ClusterCreateTime'),
  coalesce(:item ->> '$.ClusterStatus', ''), 1,
  json_object('ClusterStatus', :item ->> '$.ClusterStatus', 'ClusterNamespaceArn', :item ->> '$.ClusterNamespaceArn',
    'AutomatedSnapshotRetentionPeriod', :item -> '$.AutomatedSnapshotRetentionPeriod',
    'ManualSnapshotRetentionPeriod', :item -> '$.ManualSnapshotRetentionPeriod',
    'ClusterSnapshotCopyStatus', :item -> '$.ClusterSnapshotCopyStatus', 'Encrypted', :item -> '$.Encrypted',
    'KmsKeyId', :item ->> '$.KmsKeyId', 'MultiAZ', :item ->> '$.MultiAZ');

insert into resource_tag(source_id, arn, key, value)
select :source,
  'arn:' || partition(:region) || ':redshift:' || :region || ':' || :account || ':cluster:' ||
    (:item ->> '$.ClusterIdentifier'),
  t.value ->> '$.Key', coalesce(t.value ->> '$.Value', '')
from json_each(:item, '$.Tags') as t;
