insert into policy_region
select value, 'home' from json_each(:policy, '$.home_regions')
union
select value, 'dr' from json_each(:policy, '$.dr_regions');
