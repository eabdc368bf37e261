-- what: what a proposal saves in 12 months
-- formula: 12 x monthly saving - one-time cost
-- input: {self}.monthly_saving
-- input: {self}.one_time_cost
select dec_sub(dec_mul(:monthly_saving, 12), :one_time_cost) as value
