-- call: memorydb.describe-clusters
-- items: /Clusters
-- scope: region
-- required: /Name /ARN
-- arn: /ARN
insert into resource(source_id, pointer, arn, type, account, region, name, state, detail, attributes)
select :source, :pointer, :item ->> '$.ARN', 'MemoryDB', :account, :region, :item ->> '$.Name',
  coalesce(:item ->> '$.Status', ''), 1,
  json_object('Engine', :item ->> '$.Engine', 'SnapshotRetentionLimit', :item -> '$.SnapshotRetentionLimit',
    'SnapshotWindow', :item ->> '$.SnapshotWindow', 'KmsKeyId', :item ->> '$.KmsKeyId',
    'MultiRegionClusterName', :item ->> '$.MultiRegionClusterName');
