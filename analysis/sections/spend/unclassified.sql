-- What looks like disaster recovery and has no row in mechanisms.csv.
select product_code as product, usage_type, operation, money(dec_sum(cost)) as cost
from bill_line
where month = (select month from run) and mechanism = 'unclassified'
group by product_code, usage_type, operation
order by product_code, usage_type, operation;
