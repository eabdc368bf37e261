-- S3: moves between classes (E1 to E4), early deletion (E5), Intelligent-Tiering (E10), price
-- steps (E12), storage billed (E15), GB-months (E16), a restore (E19). GB of 2^30 bytes.

insert into s3_case(id, from_class, to_class, n_objects, gb, n_small, small_gb, from_rate, to_rate,
                    standard_rate, transition_rate, read_gb, retrieval_rate)
select id, 'STANDARD', to_class, n, dec_div(dec_mul(n, kib), 1048576, 20), iif(kib < 128, n, '0'),
       iif(kib < 128, dec_div(dec_mul(n, kib), 1048576, 20), '0'), from_rate, to_rate, from_rate,
       fee, read_gb, retrieval_rate
from (
  select 'E1' as id, 'GLACIER' as to_class, '1000000' as n, 1024 as kib, '0.023' as from_rate,
         '0.0036' as to_rate, '0.00003' as fee, '0' as read_gb, null as retrieval_rate
  union all select 'E1b', 'GLACIER', '1000000', 1024, '0.023', '0.0036', '0.000033', '0', null
  union all select 'E1c', 'GLACIER', '1000000', 1024, '0.025', '0.0045', '0.00003426', '0', null
  union all select 'E2', 'DEEP_ARCHIVE', '100000000', 16, '0.023', '0.00099', '0.00005', '0', null
  union all select 'E3', 'STANDARD_IA', '10000000', 50, '0.023', '0.0125', '0.00001', '0', null
  union all select 'E4', 'GLACIER_IR', '1048576', 10240, '0.023', '0.004', '0.00002', '512', '0.03'
  union all select 'E15', 'DEEP_ARCHIVE', '0', 0, '0.023', '0.00099', '0.000055', '0', null);
update s3_case set gb = '93029.113' where id = 'E15';

insert into worked(id, key, nth, figure, divisor)
select id, key, 1, figure, divisor from (
  select id, 'data_gb' as key, gb as figure, '1' as divisor from s3_model where id = 'E1'
  union all select id, 'standard_per_month', cost, '1' from s3_model where id in ('E1', 'E2', 'E3')
  union all select id, 'transition_fee', fee, '1' from s3_model where id in ('E1', 'E2', 'E3', 'E4')
  union all select id, 'overhead_archive_gb', overhead_archive_gb, '1' from s3_model where id = 'E1'
  union all select id, 'overhead_standard_gb', overhead_standard_gb, '1' from s3_model where id = 'E1'
  union all select id, 'archive_billed_gb', billed_gb, '1' from s3_model where id = 'E2'
  union all select id, 'smobjects_gb', small_objects_gb, '1' from s3_model where id = 'E3'
  union all select id, 'after_per_month', cost_after, '1' from s3_model where id in ('E1', 'E2', 'E3')
  union all select id, 'saving_per_month', saving, '1' from s3_model
            where id in ('E1', 'E1c', 'E2', 'E3')
  union all select id, 'net_per_month', saving, '1' from s3_model where id = 'E4'
  union all select id, 'retrieval_per_month', retrieval_cost, '1' from s3_model where id = 'E4'
  union all select id, 'payback_months', payback_months, payback_months_divisor from s3_model
            where id in ('E1', 'E2')
  union all select id, 'net_12_months', net_12_months, '1' from s3_model
            where id in ('E1', 'E1b', 'E1c', 'E4')
  union all select id, 'naive_12_months', naive_12_months, '1' from s3_model where id = 'E1'
  union all select id, 'break_even_kib', break_even_kib, break_even_kib_divisor from s3_model
            where id = 'E3'
  union all select id, 'break_even_read_fraction', break_even_read, break_even_read_divisor
            from s3_model where id = 'E4'
  union all select id, 'cost', stored_cost, '1' from s3_model where id = 'E15');

insert into held_case(id, gb, rate, hours, minimum_days, month_days) values
  ('E5', '500', '0.00099', 60 * 24, 180, 30),
  ('E5b', '500', '0.0036', 30 * 24, 90, 30),
  ('E5c', '200', '0.0125', 10 * 24, 30, 30),
  ('E16 28 days', '100', '1', 240, 0, 28),
  ('E16 31 days', '100', '1', 240, 0, 31),
  ('E19 copy', '1024', '0.023', 7 * 24, 0, 30);

insert into s3_watch_case values
  ('E10 infrequent', '4194304', '1024', '23.552', '0.0125', '0.004', '0.0000025', '0.00001', 10000, 0),
  ('E10 instant', '4194304', '1024', '23.552', '0.0125', '0.004', '0.0000025', '0.00001', 0, 10000);

insert into s3_step values ('E12', '0', '0.023'), ('E12', '51200', '0.022'), ('E12', '512000', '0.021');
insert into s3_step_case values ('E12', 'E12', '614400', '102400');

insert into s3_restore_case values
  ('E19 standard', '1024', '1000000', '0.02', '0.0001'),
  ('E19 bulk', '1024', '1000000', '0.0025', '0.000025');

insert into worked(id, key, nth, figure, divisor)
select id, 'early_delete_fee', 1, early_delete, early_delete_divisor from held_model
where id in ('E5', 'E5b', 'E5c')
union all
select 'E16', 'gb_mo', iif(id like '%28%', 1, 2), gb_months, gb_months_divisor from held_model
where id like 'E16%'
union all
select 'E10', 'monitoring_per_month', 1, monitoring_cost, '1' from s3_watch_model
where id = 'E10 infrequent'
union all
select 'E10', 'transition_fee', 1, fee, '1' from s3_watch_model where id = 'E10 infrequent'
union all
select 'E10', 'saving_per_month', iif(id like '%infrequent', 1, 2), saving, '1' from s3_watch_model
where id like 'E10%'
union all
select 'E12', 'cost', 1, cost, '1' from s3_step_model where id = 'E12'
union all
select 'E12', 'saving_per_month', 1, saving, '1' from s3_step_model where id = 'E12'
union all
select 'E19', 'cost', iif(id like '%standard', 1, 2), cost, '1' from s3_restore_model
where id like 'E19%'
union all
select 'E19', 'cost', 3, cost, cost_divisor from held_model where id = 'E19 copy';
