-- what: the DR lines of one storage class
select cost_id, cost as part from bill_line
 where month = (select month from run) and mechanism is not null
   and coalesce(storage_class, 'none') = :storage_class
