-- what: DR spend against the month before
-- formula: DR total - DR total of the month before
-- input: spend.dr_total
-- input: spend.previous_dr_total
select dec_sub(:dr_total, :previous_dr_total) as value
