insert into transfer_claim
select key, tag_key(substr(tag, 1, instr(tag, '=') - 1)), substr(tag, instr(tag, '=') + 1),
  accounts, regions, arns
from (
  select key, json_extract(value, '$.tag') as tag, json_extract(value, '$.accounts') as accounts,
    json_extract(value, '$.regions') as regions, json_extract(value, '$.arns') as arns
  from json_each(:policy, '$.transfer'));
