-- What each invoice comes to: every line of the month, in every currency.
select i.invoice_id, i.payer, i.entity, c.currency, sum(c.n_lines) as lines,
  money(dec_sum(c.unblended)) as unblended
from cost c join invoice i on i.id = c.invoice_id
where c.month = (select month from run)
group by i.invoice_id, i.payer, i.entity, c.currency
order by i.invoice_id, i.payer, i.entity, c.currency;
