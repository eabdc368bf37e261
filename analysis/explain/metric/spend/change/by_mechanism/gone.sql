-- what: the part of that change that is gone
-- formula: minus the cost of the lines that only the month before has
-- input: {self}.after
-- input: {self}.before
select dec_sum(gone) as value from spend_part where mechanism = :mechanism
