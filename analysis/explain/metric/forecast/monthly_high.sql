-- what: the dearest of those months
-- formula: the highest of the last six complete months of twelve
-- input: spend.by_month[].cost
select cost as value from forecast_month order by cost collate decimal desc limit 1
