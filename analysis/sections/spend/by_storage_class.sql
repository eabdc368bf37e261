-- DR spend by storage class. GB-months are the usage that is billed by them: storage, and
-- neither credits nor discounts.
select coalesce(storage_class, 'none') as storage_class, money(dec_sum(cost)) as cost,
  dec_sum(iif(storage_class is not null and unit = 'GB-Mo'
              and (line_type like 'Usage%' or line_type in ('DiscountedUsage', 'SavingsPlanCoveredUsage')),
              usage, null)) as gb_months
from bill_line
where month = (select month from run) and mechanism is not null
group by 1
order by bill_line.storage_class is null, 1;
