-- What every month up to the report's cost, by mechanism; NULL = everything else.
create temp table history as
select month, mechanism, dec_sum(cost) as cost
from line_class
where month <= (select month from run)
group by month, mechanism;
