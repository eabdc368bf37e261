-- what: every line of the month on one invoice, in one currency
-- basis: unblended
select c.id as cost_id, c.unblended as part
  from cost c join invoice i on i.id = c.invoice_id
 where c.month = (select month from run) and c.currency = :currency
   and i.invoice_id = :invoice_id and i.payer = :payer and i.entity = :entity
