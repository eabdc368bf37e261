-- what: what a protected resource of a tier costs
-- formula: DR spend of the tier / its protected resources, 6 decimals, half to even
-- input: {self}.cost
-- input: {self}.protected
select dec_div(:cost, :protected, 6) as value
