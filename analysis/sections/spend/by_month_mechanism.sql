-- The same by mechanism.
select month, mechanism, money(cost) as cost
from history
where mechanism is not null
order by month, mechanism;
