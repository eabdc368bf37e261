-- what: the part of that change that is new
-- formula: the cost of the lines that only this month has
-- input: {self}.after
-- input: {self}.before
-- input: {self}.quantity_after
-- input: {self}.quantity_before
select new as value from spend_part
 where account = :account and region = :region and product = :product and usage_type = :usage_type
   and operation = :operation and unit = :unit and resource = :resource and mechanism = :mechanism
   and tier = :tier
