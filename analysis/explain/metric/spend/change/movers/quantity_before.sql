-- what: what one line of the month before used
-- basis: usage
select cost_id, usage as part from bill_line
 where month = (select previous_month from run) and mechanism is not null
   and account = :account and region = :region and product = :product and usage_type = :usage_type
   and operation = :operation and coalesce(unit, '') = :unit
   and coalesce(source_arn, resource_arn, resource) = :resource and mechanism = :mechanism
   and coalesce(tier, 'unallocated') = :tier
   and (line_type like 'Usage%' or line_type in ('DiscountedUsage', 'SavingsPlanCoveredUsage'))
