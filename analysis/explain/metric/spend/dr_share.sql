-- what: DR spend as a share of the bill
-- formula: DR total / bill total, 4 decimals, half to even
-- input: spend.dr_total
-- input: spend.bill_total
select ratio(:dr_total, :bill_total) as value
