-- what: the part of that change that is quantity
-- formula: (quantity now - quantity then) x cost then / quantity then, of each line of both months
-- input: {self}.after
-- input: {self}.before
-- input: {self}.quantity_after
-- input: {self}.quantity_before
select quantity as value from spend_part
 where account = :account and region = :region and product = :product and usage_type = :usage_type
   and operation = :operation and unit = :unit and resource = :resource and mechanism = :mechanism
   and tier = :tier
