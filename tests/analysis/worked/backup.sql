-- AWS Backup: how long a point is kept and where (E8), what a part of a day costs (E17), the
-- low-cost warm tier of S3 backups (E9), Aurora beyond what is free (E13), an air-gapped
-- vault (E20).

insert into cold_case values
  ('E8 year', '100', '5', '0.01', 365, 30, 90),
  ('E8 60', '100', '5', '0.01', 60, 30, 90),
  ('E8 120', '100', '5', '0.01', 120, 30, 90),
  ('E8 98', '100', '5', '0.01', 98, 8, 90),
  ('E8 90', '100', '5', '0.01', 90, 30, 90);

insert into worked(id, key, nth, figure, divisor)
select 'E8', 'cost', 1, warm_life, life_divisor from cold_model where id = 'E8 year'
union all select 'E8', 'cost', 2, cold_life, life_divisor from cold_model where id = 'E8 year'
union all select 'E8', 'saving', 1, saving_life, life_divisor from cold_model where id = 'E8 year'
union all select 'E8', 'cost', 3, warm_life, life_divisor from cold_model where id = 'E8 60'
union all select 'E8', 'cost', 4, cold_life, life_divisor from cold_model where id = 'E8 120'
union all select 'E8', 'break_even_retention_days', 1, break_even_days, break_even_days_divisor
          from cold_model where id = 'E8 120'
union all select 'E8', 'cost', 5, cold_life, life_divisor from cold_model where id = 'E8 98'
union all select 'E8', 'valid', 1, iif(valid, 'yes', 'no'), '1' from cold_model where id = 'E8 90';

insert into held_case(id, gb, rate, hours, by_day, minimum_days) values
  ('E8', '100', '0.01', 30 * 24, 1, 90),
  ('E13', '35', '0.021', 720, 0, 0),
  ('E17', '1000', '0.05', 30, 1, 0),
  ('E20', '1000', '0.0575', 720, 0, 0);

insert into worked(id, key, nth, figure, divisor)
select id, 'early_delete_fee', 1, early_delete, early_delete_divisor from held_model where id = 'E8'
union all
select id, 'cost', 1, cost, cost_divisor from held_model where id in ('E13', 'E17', 'E20');

insert into low_cost_case values ('E9', '512000', '307200', 600000000, '0.05', '0.035', '0.00001');

insert into worked(id, key, nth, figure, divisor)
select id, 'before_per_month', 1, cost, '1' from low_cost_model where id = 'E9'
union all select id, 'after_per_month', 1, cost_after, '1' from low_cost_model where id = 'E9'
union all select id, 'saving_per_month', 1, saving, '1' from low_cost_model where id = 'E9'
union all select id, 'fee', 1, fee, '1' from low_cost_model where id = 'E9'
union all select id, 'payback_months', 1, payback_months, payback_months_divisor
          from low_cost_model where id = 'E9';
