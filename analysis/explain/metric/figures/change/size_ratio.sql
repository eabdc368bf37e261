-- what: that difference as a share
-- formula: difference / what it is compared with, 4 decimals, half to even
-- input: figures.change.size
-- input: spend.previous_dr_total
select ratio(:size, :previous_dr_total) as value
