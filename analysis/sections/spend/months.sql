-- Every month of every payer's bill that is loaded: its rows, its exact total and how far
-- its usage reaches.
select b.month, b.payer, c.currency, sum(c.n_lines) as lines, money(dec_sum(c.unblended)) as unblended,
       b.usage_end, iif(m.estimated, 'true', 'false') as estimated_json
from bill_month as b
join cost as c on c.month = b.month and c.payer = b.payer
left join month_loaded as m on m.month = b.month
group by b.month, b.payer, c.currency
order by b.month, b.payer, c.currency;
