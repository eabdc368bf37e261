-- object
-- The totals of the month. Without a bill of the month there are none.
with total as (
  select count(*) as n, dec_sum(cost) as bill,
    dec_sum(iif(mechanism is not null, cost, null)) as dr,
    dec_sum(iif(mechanism is null and product = 'AmazonEC2' and destination_region is not null
                and suffix glob 'AWS-*Bytes*', cost, null)) as transfer
  from bill_line where month = (select month from run)),
previous as (
  select count(*) as n, dec_sum(iif(mechanism is not null, cost, null)) as dr
  from bill_line where month = (select previous_month from run))
select iif(t.n, money(t.bill), null) as bill_total,
  iif(t.n, money(t.dr), null) as dr_total,
  iif(t.n, ratio(t.dr, t.bill), null) as dr_share,
  iif(p.n, money(p.dr), null) as previous_dr_total,
  (select money(amount) from budget b where b.month = (select month from run)) as budget,
  iif(t.n, money(t.transfer), null) as unattributed_transfer
from total t, previous p;
