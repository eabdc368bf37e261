-- what: one line of DR spend
select cost_id, cost as part from bill_line
 where month = (select month from run) and mechanism is not null
   and account = :account and region = :region and product = :product and usage_type = :usage_type
   and operation = :operation and coalesce(unit, '') = :unit
   and coalesce(source_arn, resource_arn, resource) = :resource and mechanism = :mechanism
   and coalesce(tier, 'unallocated') = :tier
