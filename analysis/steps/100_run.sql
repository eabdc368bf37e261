-- The run, one row, filled by run.c; and what page 1 of a report must say beside it.

create temp table run (
  month text,                 -- YYYY-MM; NULL when nothing is loaded
  month_start text,
  month_end text,             -- the first second after it
  previous_month text,
  as_of text,                 -- UTC
  currency text,              -- NULL when the month has no bill
  cost_basis text not null,   -- unblended, net, amortized, net-amortized, list
  policy_present integer not null
) strict;

create temp table note (text text not null) strict;

-- Months of the bill. A month is complete when it is over at the as-of time or when
-- every line that costs anything has been invoiced; where a bill does not say what has been
-- invoiced, when its usage reaches the end of the month.
create temp table month_loaded as
select m.month,
  exists (select 1 from cost c join invoice i on i.id = c.invoice_id
          join bill_month b on b.month = c.month and b.payer = c.payer
          where c.month = m.month and b.has_invoices and i.invoice_id = '' and dec_cmp(c.unblended, '0') <> 0)
  or exists (select 1 from bill_month b
             where b.month = m.month and not b.has_invoices
               and coalesce(b.usage_end < strftime('%Y-%m-%dT%H:%M:%SZ', b.month || '-01', '+1 month'), 1))
    as estimated
from (select distinct month from bill_month) m
order by m.month;
