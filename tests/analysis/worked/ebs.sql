-- EBS: the archive of single snapshots (E6) and of a chain (E7), copies of a chain into
-- another Region (E11), a copy within a promised time (E14).

insert into archive_case(id, full_gb, unique_gb, billed_gb, billed_cost, archive_rate,
                         retrieval_rate) values
  ('E6', '14', '4', '1', '0.05', '0.0125', '0.03'),
  ('E6b', '10', '0', '1', '0.05', '0.0125', '0.03'),
  ('E6c', '100', '100', '1', '0.05', '0.0125', '0.03'),
  ('E7b', '500', '40', '1', '0.05', '0.0125', '0.03');

insert into worked(id, key, nth, figure, divisor)
select id, 'delta_per_month', 1, dec_neg(saving), '1' from archive_model where id in ('E6', 'E6b')
union all
select id, 'saving_per_month', 1, saving, '1' from archive_model where id in ('E6c', 'E7b')
union all
select id, 'restore_fee', 1, restore_cost, '1' from archive_model where id = 'E6c'
union all
select id, 'unique_needed_gib', 1, needed_gb, needed_gb_divisor from archive_model where id = 'E7b';

insert into held_case(id, gb, rate, hours, minimum_days) values
  ('E6c restored', '100', '0.05', 7 * 24, 0),
  ('E6c deleted', '100', '0.0125', 40 * 24, 90);

insert into worked(id, key, nth, figure, divisor)
select 'E6c', 'temp_restore_storage', 1, cost, cost_divisor from held_model where id = 'E6c restored'
union all
select 'E6c', 'early_delete_fee', 1, early_delete, early_delete_divisor
from held_model where id = 'E6c deleted';

insert into chain_case(id, full_gb, change_gb, points, rate, archive_rate, copy_rate, copies) values
  ('E7', '500', '40', 12, '0.05', '0.0125', '0.02', 1),
  ('E11', '2000', '20', 30, '0.05', '0.0125', '0.02', 30),
  ('E11b', '2000', '20', 30, '0.05', '0.0125', '0.01', 30),
  ('E11c', '2000', '20', 30, '0.05', '0.0125', '0.09', 30),
  ('E11d', '2000', '20', 30, '0.05', '0.0125', '0.138', 30),
  ('E14', '3000', '0', 1, '0.05', '0.0125', '0.010', 0);

insert into worked(id, key, nth, figure, divisor)
select id, 'standard_per_month', 1, cost, '1' from chain_model where id = 'E7'
union all select id, 'naive_after', 1, naive_cost, '1' from chain_model where id = 'E7'
union all select id, 'real_after', 1, archived_cost, '1' from chain_model where id = 'E7'
union all select id, 'saving_per_month', 1, saving, '1' from chain_model where id = 'E7'
union all select id, 'first', 1, first_copy_cost, '1' from chain_model where id like 'E11%'
union all select id, 'per_month', 1, copies_cost, '1' from chain_model where id like 'E11%'
union all select id, 'per_month', 2, cost, '1' from chain_model where id = 'E11'
union all select id, 'cost', 1, first_copy_cost, '1' from chain_model where id = 'E14';
