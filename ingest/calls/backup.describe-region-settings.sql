-- call: backup.describe-region-settings
-- scope: region
-- key: ResourceTypeOptInPreference
-- keep: document
insert into region_opt_in(source_id, pointer, account, region, type, opted_in)
select :source, :pointer || '/ResourceTypeOptInPreference/' || p.key, :account, :region, p.key, p.value
from json_each(:item, '$.ResourceTypeOptInPreference') as p;
