insert into budget select key, value from json_each(:policy, '$.budget')
where key not like '//%';
