-- what: the part of that change that is price
-- formula: the rest of the change of a line of both months: price, discounts, credits
-- input: {self}.after
-- input: {self}.before
-- input: {self}.quantity_after
-- input: {self}.quantity_before
select price as value from spend_part
 where account = :account and region = :region and product = :product and usage_type = :usage_type
   and operation = :operation and unit = :unit and resource = :resource and mechanism = :mechanism
   and tier = :tier
