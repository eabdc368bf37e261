-- DR spend by application, what has none last.
select coalesce(application, 'unallocated') as application, money(dec_sum(cost)) as cost
from bill_line
where month = (select month from run) and mechanism is not null
group by 1
order by bill_line.application is null, 1;
