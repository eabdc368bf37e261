-- what: the bill of the month, all of it
select cost_id, cost as part from bill_line where month = (select month from run)
