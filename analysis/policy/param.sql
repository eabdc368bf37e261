insert into policy_param
select key, value from (
  select key, case type when 'true' then 'true' when 'false' then 'false' else cast(value as text) end as value
  from json_each(:policy, '$.params') where key not like '//%'
  union all
  select 'cold_after_days', cast(json_extract(:policy, '$.cold_after_days') as text))
where value is not null
group by key;
