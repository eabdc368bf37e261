-- call: efs.describe-replication-configurations
-- items: /Replications
-- scope: region
-- required: /SourceFileSystemArn
-- times: /CreationTime
-- not-configured: ReplicationNotFound
-- keep: document
-- A destination is a copy of its source.
insert into resource(source_id, pointer, arn, type, account, region, name, state, copy_of_arn, detail)
select :source, :pointer || '/Destinations/' || d.key,
  'arn:' || partition(d.value ->> '$.Region') || ':elasticfilesystem:' || (d.value ->> '$.Region') || ':' ||
    coalesce(d.value ->> '$.OwnerId', :account) || ':file-system/' || (d.value ->> '$.FileSystemId'),
  'EFS', coalesce(d.value ->> '$.OwnerId', :account), d.value ->> '$.Region', d.value ->> '$.FileSystemId',
  coalesce(d.value ->> '$.Status', ''), :item ->> '$.SourceFileSystemArn', 0
from json_each(:item, '$.Destinations') as d where d.value ->> '$.FileSystemId' is not null;
