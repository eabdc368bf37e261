-- what: transfer between Regions that the bill ties to no copy or replication
select cost_id, cost as part from bill_line
 where month = (select month from run) and mechanism is null and product = 'AmazonEC2'
   and destination_region is not null and suffix glob 'AWS-*Bytes*'
