insert into default_tier
select value from (select json_extract(:policy, '$.default_tier') as value)
where value is not null;
