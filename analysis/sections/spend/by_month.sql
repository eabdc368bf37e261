-- DR spend of every month loaded up to the report's, oldest first.
select l.month, money(dec_sum(iif(l.mechanism is not null, l.cost, null))) as cost,
  iif(m.estimated, 'true', 'false') as estimated_json
from line_class l join month_loaded m on m.month = l.month
where l.month <= (select month from run)
group by l.month
order by l.month;
