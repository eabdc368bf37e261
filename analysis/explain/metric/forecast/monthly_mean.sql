-- what: the mean of the complete months that the forecast rests on
-- formula: the last six of twelve months at most, three at least: their sum / their number
-- input: spend.by_month[].cost
select dec_div(dec_sum(cost), count(*), 20) as value from forecast_month
