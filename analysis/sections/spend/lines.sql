-- DR spend line by line: what `diff` compares. The costs add up to dr_total.
select account, region, product, usage_type, operation, unit, resource, mechanism, tier,
  quantity, money(cost) as cost
from spend_line
where month = (select month from run)
order by account, region, product, usage_type, operation, unit, resource, mechanism, tier;
