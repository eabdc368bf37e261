-- what: the DR lines of what one resource is protected by
select cost_id, cost as part from bill_line
 where month = (select month from run) and mechanism is not null
   and coalesce(source_arn, resource_arn, nullif(resource, ''), 'none') = :resource
