-- what: what one month cost above its budget
-- formula: cost - budget
-- input: {self}.cost
-- input: {self}.budget
select dec_sub(:cost, :budget) as value
