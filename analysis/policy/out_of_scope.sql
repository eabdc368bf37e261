insert into out_of_scope
select key, json_extract(value, '$.arns'), json_extract(value, '$.accounts'),
  coalesce(json_extract(value, '$.reason'), 'out of scope by the policy')
from json_each(:policy, '$.out_of_scope');
