delete from tier;
insert into tier(id, rank, name, rto, rpo) select value, key, value, iif(value = 'undeclared', null, 3600), 3600 from json_each(
  '["met","empty","undeclared","gap-too-long","restore-too-long","gap-unknown","restore-not-shown","no-rpo","nothing-stated","zero-met","zero-missed"]');
update tier set rpo = null where id in ('no-rpo', 'nothing-stated');
update tier set rto = null where id = 'nothing-stated';
update tier set rpo = 0 where id like 'zero%';
insert into known_resource(arn, type, tier) select 'arn:' || id, 'RDS', id from tier where id <> 'empty';
insert into rpo(arn, target, achieved, known)
  select arn, 3600, case tier when 'gap-too-long' then 7200 when 'gap-unknown' then null when 'zero-met' then 0 else 3500 end, tier <> 'gap-unknown' from known_resource;
insert into restore(arn, tier, type, status, seconds) select arn, tier, 'RDS', 'COMPLETED', iif(tier = 'restore-too-long', 9000, 1800)
  from known_resource where tier <> 'restore-not-shown';
