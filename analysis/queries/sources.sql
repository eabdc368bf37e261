-- Every file that was looked at. A bill's control total is the exact sum of its
-- unblended (FOCUS: billed) amounts, null when currencies mix.
select s.path, s.sha256, s.format, s.rows_read, s.rows_kept, s.rows_rejected, s.account, s.region,
  s.status,
  (select money(max(t.unblended)) from control_total t where t.source_id = s.id
   having count(*) = 1) as control_total,
  (select json_group_object(t.currency, money(t.unblended))
   from (select currency, unblended from control_total where source_id = s.id order by currency) t)
    as control_totals_json,
  s.call, s.item, s.bytes, s.message, s.newest_event,
  (select json_group_array(m.month)
   from (select distinct month from cost where source_id = s.id order by month) m) as months_json
from source s
order by s.path, s.sha256, s.id;
