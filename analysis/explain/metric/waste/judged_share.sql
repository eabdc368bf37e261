-- what: waste as a share of DR spend, as DR_COST_OPTIMIZATION counts
-- formula: waste counted / DR total, 4 decimals, half to even
-- input: waste.judged
-- input: spend.dr_total
select ratio(:judged, :dr_total) as value
