-- what: the DR lines of the resource, of its parts and of its copies
select cost_id, cost as part from bill_line
 where month = (select month from run) and source_arn = :resource and mechanism is not null
