-- call: rds.describe-global-clusters docdb.describe-global-clusters neptune.describe-global-clusters
-- items: /GlobalClusters
-- scope: region
-- required: /GlobalClusterIdentifier
-- keep: document
-- A secondary cluster of a global database is a copy of the writer's.
insert into resource(source_id, pointer, arn, type, account, region, name, copy_of_arn, detail)
select :source, :pointer || '/GlobalClusterMembers/' || m.key, m.value ->> '$.DBClusterArn',
  case when :item ->> '$.Engine' = 'docdb' then 'DocumentDB' when :item ->> '$.Engine' = 'neptune' then 'Neptune'
    else 'Aurora' end,
  arn_part(m.value ->> '$.DBClusterArn', 4), arn_part(m.value ->> '$.DBClusterArn', 3),
  replace(arn_part(m.value ->> '$.DBClusterArn', 5), 'cluster:', ''), w.value ->> '$.DBClusterArn', 0
from json_each(:item, '$.GlobalClusterMembers') as m, json_each(:item, '$.GlobalClusterMembers') as w
where not (m.value ->> '$.IsWriter') and w.value ->> '$.IsWriter';
