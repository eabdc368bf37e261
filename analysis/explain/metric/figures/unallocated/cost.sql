-- what: the DR lines that no method ties to a tier
select cost_id, cost as part from bill_line where month = (select month from run) and mechanism is not null and tier is null
