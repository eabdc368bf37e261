-- what: every line of one month's bill of one payer, in one currency
-- basis: unblended
select id as cost_id, unblended as part from cost
 where month = :month and payer = :payer and currency = :currency
