-- what: what the months that are left are expected to cost
-- formula: months left x sum of the months used / their number
-- input: forecast.monthly_mean
-- input: forecast.months_left
select dec_scale(dec_sum(cost), :months_left, count(*)) as value from forecast_month
