-- what: the same if each cost what the cheapest has cost
-- formula: months left x monthly low
-- input: forecast.monthly_low
-- input: forecast.months_left
select dec_mul(:monthly_low, :months_left) as value
