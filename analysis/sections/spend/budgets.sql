-- Budget against actual, for each month up to the report's that has a budget and a bill.
-- The band is the one of a finance review: to 5 % of the budget is on_plan, to 10 % watch,
-- to 20 % investigate, beyond that escalate; spending less than planned is no better plan.
with compared as (
  select b.month, b.amount, m.estimated, dec_sub(h.cost, b.amount) as variance, h.cost
  from budget b
  join month_loaded m on m.month = b.month
  join (select month, coalesce(dec_sum(iif(mechanism is not null, cost, null)), '0') as cost
        from history group by month) h on h.month = b.month
  where b.month <= (select month from run)),
share as (
  select *, iif(dec_cmp(amount, '0') > 0, ratio(variance, amount), null) as ratio,
    iif(dec_cmp(variance, '0') < 0, dec_neg(variance), variance) as size
  from compared)
select month, money(amount) as budget, money(cost) as cost, money(variance) as variance, ratio,
  case
    when dec_cmp(amount, '0') <= 0 then null
    when dec_cmp(dec_mul(size, 20), amount) <= 0 then 'on_plan'
    when dec_cmp(dec_mul(size, 10), amount) <= 0 then 'watch'
    when dec_cmp(dec_mul(size, 5), amount) <= 0 then 'investigate'
    else 'escalate'
  end as band,
  iif(estimated, 'true', 'false') as estimated_json
from share
order by month;
