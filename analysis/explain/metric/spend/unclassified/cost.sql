-- what: lines that look like disaster recovery and are not in mechanisms.csv
select cost_id, cost as part from bill_line
 where month = (select month from run) and mechanism = 'unclassified'
   and product_code = :product and usage_type = :usage_type and operation = :operation
