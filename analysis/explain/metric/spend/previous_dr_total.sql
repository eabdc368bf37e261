-- what: every line of the month before that is disaster recovery
select cost_id, cost as part from bill_line
 where month = (select previous_month from run) and mechanism is not null
