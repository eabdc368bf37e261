-- what: the DR lines of one mechanism
select cost_id, cost as part from bill_line
 where month = (select month from run) and mechanism = :mechanism
