-- DR spend by tier, in the order of the policy, what has no tier last.
select coalesce(l.tier, 'unallocated') as tier, money(dec_sum(l.cost)) as cost
from bill_line l left join tier t on t.id = l.tier
where l.month = (select month from run) and l.mechanism is not null
group by l.tier
order by l.tier is null, min(t.rank), l.tier;
