-- what: the part of that change that is gone
-- formula: minus the cost of the lines that only the month before has
-- input: {self}.after
-- input: {self}.before
-- input: {self}.quantity_after
-- input: {self}.quantity_before
select gone as value from spend_part
 where account = :account and region = :region and product = :product and usage_type = :usage_type
   and operation = :operation and unit = :unit and resource = :resource and mechanism = :mechanism
   and tier = :tier
