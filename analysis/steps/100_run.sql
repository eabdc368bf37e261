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
-- every line that costs anything has been invoiced.
create temp table month_loaded as
select m.month,
  exists (select 1 from cost c join invoice i on i.id = c.invoice_id
          where c.month = m.month and i.invoice_id = '' and dec_cmp(c.unblended, '0') <> 0) as estimated
from (select distinct month from bill_month) m
order by m.month;
