-- what: the budget of one month
-- formula: what the policy's "budget" says of the month
select amount as value from budget where month = :month
