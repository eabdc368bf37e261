-- DR spend of every month loaded up to the report's, oldest first, by mechanism.
select month, mechanism, money(dec_sum(cost)) as cost
from line_class
where month <= (select month from run) and mechanism is not null
group by month, mechanism
order by month, mechanism;
