-- what: the DR lines of one method by which the tier was found
select cost_id, cost as part from bill_line
 where month = (select month from run) and mechanism is not null
   and method = :method
