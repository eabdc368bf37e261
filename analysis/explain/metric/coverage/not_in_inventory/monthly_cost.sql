-- what: the lines of a resource that the bill names and the inventory does not
select cost_id, cost as part from bill_line
 where month = (select month from run) and resource = :resource and account = :account and how is null
   and coalesce(mechanism, 'standby_resources') = 'standby_resources'
