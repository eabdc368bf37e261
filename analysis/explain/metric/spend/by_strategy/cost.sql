-- what: the DR lines that are bought for one strategy
select cost_id, cost as part from bill_line
 where month = (select month from run) and mechanism is not null
   and coalesce(strategy, 'none') = :strategy
