-- what: the same, each weighing what it costs a month
-- formula: monthly cost of what passes / of what is judged, 4 decimals, half to even
-- input: {self}.coverage
select ratio(dec_sum(monthly_cost) filter (where verdict = 'pass'),
             dec_sum(monthly_cost) filter (where verdict <> 'not_applicable')) as value
  from finding where rule = :id
