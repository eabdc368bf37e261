-- DR spend of every month loaded up to the report's, oldest first.
select h.month, money(dec_sum(iif(h.mechanism is not null, h.cost, null))) as cost,
  iif(m.estimated, 'true', 'false') as estimated_json
from history h join month_loaded m on m.month = h.month
group by h.month
order by h.month;
