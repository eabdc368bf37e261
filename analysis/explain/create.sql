-- The file that stands behind a row, as explain names it. `location` is where ingest read
-- it: it is for reading it again and is not printed.
create temp view source_file as
select id, json_object('path', path, 'sha256', sha256, 'format', format, 'status', status,
                       'message', message, 'location', location) as file
from source;

-- The facts of the bill that make up the figure that is explained. `part` is what the figure
-- takes of a fact, `whole` all of it: they differ where a line is shared.
create temp table explained (
  cost_id integer primary key,
  part text not null,         -- decimal
  whole text not null         -- decimal
) strict;

-- The change of each line of spend_line from the month before, in its four parts: what
-- analysis/difference.h says, said again in SQL.
create temp view spend_move as
select account, region, product, usage_type, operation, unit, resource, mechanism, tier,
       coalesce(b.cost, '0') as before, coalesce(a.cost, '0') as after,
       iif(b.cost is null, a.cost, '0') as new, iif(a.cost is null, dec_neg(b.cost), '0') as gone,
       case when a.cost is null or b.cost is null or dec_cmp(b.quantity, '0') <= 0 then '0'
            else dec_scale(dec_sub(a.quantity, b.quantity), b.cost, b.quantity) end as quantity
  from (select * from spend_line where month = (select month from run)) a
  full join (select * from spend_line where month = (select previous_month from run)) b
       using (account, region, product, usage_type, operation, unit, resource, mechanism, tier);

create temp view spend_part as
select *, iif(new = '0' and gone = '0', dec_sub(dec_sub(after, before), quantity), '0') as price
  from spend_move;

-- The complete months that a forecast rests on: the last six of twelve.
create temp view forecast_month as
select m.month, coalesce((select dec_sum(iif(h.mechanism is not null, h.cost, null))
                            from history h where h.month = m.month), '0') as cost
  from month_loaded m join run r on m.month <= r.month
 where not m.estimated and m.month > strftime('%Y-%m', r.month || '-01', '-12 months')
 order by m.month desc
 limit 6;
