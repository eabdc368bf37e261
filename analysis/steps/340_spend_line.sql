-- DR spend of the report's month and the one before, at the grain at which two months are
-- compared. The resource is the one protected where it is known, so that a new snapshot of
-- a volume goes on where yesterday's ended. Quantity is what was used: credits, discounts
-- and refunds have a cost and none.
create temp table spend_line as
select month, account, region, product, usage_type, operation, coalesce(unit, '') as unit,
  coalesce(source_arn, resource_arn, resource) as resource, mechanism,
  coalesce(tier, 'unallocated') as tier,
  dec_sum(iif(line_type like 'Usage%' or line_type in ('DiscountedUsage', 'SavingsPlanCoveredUsage'),
              usage, null)) as quantity,
  dec_sum(cost) as cost
from bill_line
where mechanism is not null
group by month, account, region, product, usage_type, operation, coalesce(unit, ''),
  coalesce(source_arn, resource_arn, resource), mechanism, coalesce(tier, 'unallocated');
create index temp.spend_line_month on spend_line(month);
