-- what: that as a share of the budget
-- formula: variance / budget, 4 decimals, half to even
-- input: {self}.variance
-- input: {self}.budget
select ratio(:variance, :budget) as value
