-- Resources in scope by state, and what they cost a month.
select s.state, count(*) as resources, money(dec_sum(c.own_cost)) as cost,
       count(*) - count(c.own_cost) as cost_unknown
from resource_state as s left join resource_cost as c on c.arn = s.arn
group by s.state
order by s.state;
