-- Each tier's resources by whether what protects them is what its strategy asks for.
-- over_cost: their DR spend on more than that; under_cost: what the under-protected cost to run.
select t.id as tier, t.strategy as asked, count(f.arn) as resources,
  count(*) filter (where f.fit = 'met') as met, count(*) filter (where f.fit = 'under') as under,
  count(*) filter (where f.fit = 'over') as over, count(*) filter (where f.fit = 'unknown') as unknown,
  money(dec_sum(iif(f.fit = 'over', o.cost, null))) as over_cost,
  money(dec_sum(iif(f.fit = 'under', c.own_cost, null))) as under_cost
from tier t
left join protection_fit f on f.tier = t.id
left join resource_cost c on c.arn = f.arn
left join (
  select l.source_arn as arn, dec_sum(l.cost) as cost
  from bill_line l
  join protection_fit f on f.arn = l.source_arn
  join strategy_rank r on r.strategy = l.strategy and r.rank > f.asked_rank
  where l.month = (select month from run) and l.mechanism is not null
  group by l.source_arn) o on o.arn = f.arn
group by t.id
order by t.rank;
