-- what: the GB-months that the DR lines of one storage class bill: storage, no credits or discounts
-- basis: usage
select cost_id, usage as part from bill_line
 where month = (select month from run) and mechanism is not null
   and storage_class = :storage_class and unit = 'GB-Mo'
   and (line_type like 'Usage%' or line_type in ('DiscountedUsage', 'SavingsPlanCoveredUsage'))
