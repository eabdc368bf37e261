-- DR spend by mechanism.
select mechanism as mechanism, money(dec_sum(cost)) as cost
from bill_line
where month = (select month from run) and mechanism is not null
group by 1
order by 1;
