-- what: every line of the month that is disaster recovery
select cost_id, cost as part from bill_line where month = (select month from run) and mechanism is not null
