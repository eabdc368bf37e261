-- what: what the complete months of the year have cost
-- formula: the sum of their DR spend
select 'spend.by_month.' || m.month || '.cost' as input, dec_sum(h.cost) as value
  from month_loaded m join run r on m.month <= r.month
  join history h on h.month = m.month and h.mechanism is not null
 where not m.estimated and substr(m.month, 1, 4) = substr(r.month, 1, 4)
 group by m.month
 order by m.month
