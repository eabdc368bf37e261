-- what: the part of that change that is new
-- formula: the cost of the lines that only this month has
-- input: {self}.after
-- input: {self}.before
select dec_sum(new) as value from spend_part where account = :account
