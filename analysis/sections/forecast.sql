-- object
-- Where the year ends. Complete months of the year count as they are; each other month costs
-- the mean of the last complete months, at best the cheapest of them, at worst the dearest.
-- Six months at most are used and three at least, all of the last twelve; an estimated month
-- is not complete. Without every month since January only the rest of the year is told.
with complete as (
  select m.month, coalesce(dec_sum(iif(h.mechanism is not null, h.cost, null)), '0') as cost
  from month_loaded m join run r on m.month <= r.month left join history h on h.month = m.month
  where not m.estimated and r.currency is not null
  group by m.month),
used as (
  select c.month, c.cost from complete c, run r
  where c.month > strftime('%Y-%m', r.month || '-01', '-12 months')
  order by c.month desc limit 6),
base as (
  select count(*) as n, dec_sum(cost) as sum, min(month) as first, max(month) as last,
    (select cost from used order by cost collate decimal limit 1) as low,
    (select cost from used order by cost collate decimal desc limit 1) as high,
    (select json_group_array(month) from (select month from used order by month)) as months
  from used),
calendar as (
  select substr(r.month, 1, 4) || printf('-%02d', n.value) as month
  from run r, json_each('[1,2,3,4,5,6,7,8,9,10,11,12]') n),
place as (
  select c.month, m.cost,
    m.month is null and l.month is null and c.month < r.month as missing,
    m.month is null and (l.month is not null or c.month > r.month) as open
  from calendar c join run r left join complete m on m.month = c.month
  left join month_loaded l on l.month = c.month and l.month <= r.month),
year as (
  select count(cost) as n_spent, coalesce(dec_sum(cost), '0') as spent, sum(open) as n_open,
    (select json_group_array(month) from (select month from place where missing order by month)) as missing,
    sum(missing) as n_missing
  from place),
rest as (
  select y.*, b.*,
    iif(b.n >= 3, dec_scale(b.sum, y.n_open, b.n), null) as expected,
    iif(b.n >= 3, dec_mul(b.low, y.n_open), null) as at_best,
    iif(b.n >= 3, dec_mul(b.high, y.n_open), null) as at_worst
  from year y, base b)
select substr(run.month, 1, 4) as year,
  iif(n > 0, money(spent), null) as spent, iif(n > 0, n_spent, null) as months_spent,
  n_open as months_left, missing as months_missing_json, months as months_used_json,
  iif(n >= 3, money(dec_div(sum, n, 20)), null) as monthly_mean,
  iif(n >= 3, money(low), null) as monthly_low, iif(n >= 3, money(high), null) as monthly_high,
  money(expected) as rest, money(at_best) as rest_low, money(at_worst) as rest_high,
  iif(n_missing, null, money(dec_add(spent, expected))) as year_end,
  iif(n_missing, null, money(dec_add(spent, at_best))) as year_end_low,
  iif(n_missing, null, money(dec_add(spent, at_worst))) as year_end_high,
  (select iif(count(*) = 12, money(dec_sum(b.amount)), null) from budget b
   where substr(b.month, 1, 4) = substr(run.month, 1, 4)) as year_budget,
  case
    when run.currency is null then 'no bill is loaded'
    when n < 3 then 'fewer than 3 complete months are loaded (' || n || ')'
    when n_missing then n_missing || iif(n_missing = 1, ' month', ' months') || ' since January not loaded'
  end as reason
from rest, run;
