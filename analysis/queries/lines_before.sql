-- spend.lines of the month before.
select account, region, product, usage_type, operation, unit, resource, mechanism, tier,
  quantity, money(cost) as cost
from spend_line
where month = (select previous_month from run)
order by account, region, product, usage_type, operation, unit, resource, mechanism, tier;
