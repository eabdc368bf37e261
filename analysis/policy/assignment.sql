insert into assignment
select key, json_extract(value, '$.tier'), json_extract(value, '$.arns'), json_extract(value, '$.accounts')
from json_each(:policy, '$.assign');
