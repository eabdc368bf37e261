-- what: what moved
-- formula: this month - the month before
-- input: {self}.cost
-- input: {self}.previous
select dec_sub(:cost, :previous) as value
