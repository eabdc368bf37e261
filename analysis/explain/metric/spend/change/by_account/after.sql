-- what: the DR lines of the month of one account
select cost_id, cost as part from bill_line
 where month = (select month from run) and mechanism is not null and account = :account
