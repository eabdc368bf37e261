-- call: aws-config.configuration-item configservice.select-resource-config configservice.select-aggregate-resource-config
-- items: /Results
-- elements: text
-- scope: region
-- required: /resourceType /resourceId
-- times: /resourceCreationTime /configurationItemCaptureTime
-- A history file holds a resource several times, oldest first: the last one counts, and a
-- deleted resource is gone. A describe call knows more, so detail stays 0. An advanced query
-- prints whole numbers with a fraction and a state as {"value": ...}.
delete from resource where +source_id = :source and arn = coalesce(:item ->> '$.ARN', :item ->> '$.arn', '');

delete from resource_tag where +source_id = :source and arn = coalesce(:item ->> '$.ARN', :item ->> '$.arn', '');

insert into resource(source_id, pointer, arn, type, account, region, name, created_at, state, parent_arn, copy_of_arn,
  detail, attributes)
select :source, :pointer, arn, type, account, region, coalesce(:item ->> '$.resourceName', :item ->> '$.resourceId'),
  utc(:item ->> '$.resourceCreationTime'),
  coalesce(c ->> '$.state.name', c ->> '$.state.value', c ->> '$.state', c ->> '$.dBInstanceStatus', c ->> '$.status', c ->> '$.tableStatus',
    c ->> '$.lifeCycleState', ''),
  coalesce('arn:' || partition(region) || ':ec2:' || region || ':' || account || ':instance/' ||
      (c ->> '$.attachments[0].instanceId'),
    'arn:' || partition(region) || ':rds:' || region || ':' || account || ':cluster:' ||
      case when aws_type = 'AWS::RDS::DBInstance' then c ->> '$.dBClusterIdentifier' end),
  case
    when c ->> '$.readReplicaSourceDBInstanceIdentifier' like 'arn:%' then c ->> '$.readReplicaSourceDBInstanceIdentifier'
    when c ->> '$.readReplicaSourceDBInstanceIdentifier' <> '' then 'arn:' || partition(region) || ':rds:' || region ||
      ':' || account || ':db:' || (c ->> '$.readReplicaSourceDBInstanceIdentifier') end,
  0,
  json_object('Engine', c ->> '$.engine', 'BackupRetentionPeriod', cast(c ->> '$.backupRetentionPeriod' as integer),
    'LatestRestorableTime', utc(c ->> '$.latestRestorableTime'), 'StorageEncrypted', c -> '$.storageEncrypted',
    'Encrypted', c -> '$.encrypted', 'Size', cast(c ->> '$.size' as integer), 'MultiAZ', c -> '$.multiAZ')
from (
  select coalesce(:item ->> '$.ARN', :item ->> '$.arn') as arn, :item ->> '$.resourceType' as aws_type,
    coalesce(:item ->> '$.awsAccountId', :item ->> '$.accountId') as account, :item ->> '$.awsRegion' as region, c,
    case :item ->> '$.resourceType'
      when 'AWS::EC2::Instance' then 'EC2' when 'AWS::EC2::Volume' then 'EBS'
      when 'AWS::DynamoDB::Table' then 'DynamoDB' when 'AWS::EFS::FileSystem' then 'EFS'
      when 'AWS::S3::Bucket' then 'S3' when 'AWS::Redshift::Cluster' then 'Redshift'
      when 'AWS::RDS::DBInstance' then case when c ->> '$.engine' like 'aurora%' then 'Aurora'
        when c ->> '$.engine' = 'docdb' then 'DocumentDB' when c ->> '$.engine' = 'neptune' then 'Neptune' else 'RDS' end
      when 'AWS::RDS::DBCluster' then case when c ->> '$.engine' like 'aurora%' then 'Aurora'
        when c ->> '$.engine' = 'docdb' then 'DocumentDB' when c ->> '$.engine' = 'neptune' then 'Neptune' else 'RDS' end
    end as type
  from (select case json_type(:item, '$.configuration')
          when 'text' then iif(json_valid(:item ->> '$.configuration'), :item ->> '$.configuration', '{}')
          when 'object' then :item -> '$.configuration' else '{}' end as c))
where type is not null and arn is not null
  and coalesce(:item ->> '$.configurationItemStatus', 'OK') not in ('ResourceDeleted', 'ResourceDeletedNotRecorded',
    'ResourceNotRecorded');

insert into resource_tag(source_id, arn, key, value)
select :source, r.arn, iif(t.type = 'object', t.value ->> '$.key', t.key),
  iif(t.type = 'object', t.value ->> '$.value', t.value)
from resource as r, json_each(:item, '$.tags') as t
where +r.source_id = :source and r.arn = coalesce(:item ->> '$.ARN', :item ->> '$.arn') and t.type in ('text', 'object');
