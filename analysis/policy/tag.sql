insert into policy_tag
select kind.key, tag_key(name.value), name.key
from json_each(:policy, '$.tags') kind, json_each(iif(kind.type = 'array', kind.value, '[]')) name;
