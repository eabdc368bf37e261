-- How long real restores took beside the target of the tier. Percentiles by nearest
-- rank; the median of an even number is the middle of the two in the middle.
with scoped as (
  select * from restore where arn in (select arn from resource_state)),
timed as (
  select tier, seconds, row_number() over (partition by tier order by seconds) as nth,
         count(*) over (partition by tier) as n
  from scoped
  where seconds is not null)
select t.id as tier, t.rto as target,
       (select count(*) from scoped as r where r.tier = t.id and r.status = 'COMPLETED') as restores,
       (select sum(m.seconds) / count(*) from timed as m
        where m.tier = t.id and m.nth in ((m.n + 1) / 2, (m.n + 2) / 2)) as median,
       (select m.seconds from timed as m
        where m.tier = t.id and m.nth = (m.n * 95 + 99) / 100) as p95,
       (select max(m.seconds) from timed as m where m.tier = t.id) as worst,
       (select count(*) from scoped as r
        where r.tier = t.id and r.status in ('FAILED', 'ABORTED')) as failures
from tier as t
order by t.id;
