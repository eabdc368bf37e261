-- what: the part of that change that is price
-- formula: the rest of the change of a line of both months: price, discounts, credits
-- input: {self}.after
-- input: {self}.before
select dec_sum(price) as value from spend_part where mechanism = :mechanism
