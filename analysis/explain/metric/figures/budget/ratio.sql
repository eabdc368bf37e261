-- what: that difference as a share
-- formula: difference / what it is compared with, 4 decimals, half to even
-- input: figures.budget.amount
-- input: spend.budget
select ratio(:amount, :budget) as value
