-- what: that as a share of DR spend
-- formula: unallocated / DR total, 4 decimals, half to even
-- input: figures.unallocated.cost
-- input: spend.dr_total
select ratio(:cost, :dr_total) as value
