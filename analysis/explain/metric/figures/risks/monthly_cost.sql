-- what: what the failures of one rule cost that no exception covers
-- formula: the sum of their monthly costs
select 'coverage.findings.' || rule || '/' || resource || '.monthly_cost' as input, monthly_cost as value
  from finding
 where rule = :rule and verdict = 'fail' and coalesce(overlay, '') <> 'excepted' and monthly_cost is not null
 order by resource
