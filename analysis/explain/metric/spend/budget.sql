-- what: the budget of the month
-- formula: what the policy's "budget" says of the month
select amount as value from budget where month = (select month from run)
