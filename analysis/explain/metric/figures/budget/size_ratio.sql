-- what: that difference as a share
-- formula: difference / what it is compared with, 4 decimals, half to even
-- input: figures.budget.size
-- input: spend.budget
select ratio(:size, :budget) as value
