-- what: DR spend against the budget
-- formula: DR total - budget
-- input: spend.dr_total
-- input: spend.budget
select dec_sub(:dr_total, :budget) as value
