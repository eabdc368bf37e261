-- what: the budget of the calendar year
-- formula: the sum of its twelve months in the policy
select 'policy: budget of ' || month as input, amount as value
  from budget where substr(month, 1, 4) = (select substr(month, 1, 4) from run)
 order by month
