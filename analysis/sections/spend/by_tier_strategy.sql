-- What each tier's DR spend is bought for, beside what the tier asks for.
select coalesce(l.tier, 'unallocated') as tier, t.strategy as asked, coalesce(l.strategy, 'none') as strategy,
  money(dec_sum(l.cost)) as cost
from bill_line l left join tier t on t.id = l.tier
where l.month = (select month from run) and l.mechanism is not null
group by l.tier, l.strategy
order by l.tier is null, min(t.rank), l.tier, 3;
