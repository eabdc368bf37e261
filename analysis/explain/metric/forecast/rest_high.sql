-- what: the same if each cost what the dearest has cost
-- formula: months left x monthly high
-- input: forecast.monthly_high
-- input: forecast.months_left
select dec_mul(:monthly_high, :months_left) as value
