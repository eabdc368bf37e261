-- A cost that several share (E21), by the function that splits DR spend.

create temp table share(id, total, nth integer, weight);
insert into share values
  ('1', '12000', 1, '60'), ('1', '12000', 2, '30'), ('1', '12000', 3, '10'),
  ('2', '100.00', 1, null), ('2', '100.00', 2, null), ('2', '100.00', 3, null);

insert into worked(id, key, nth, figure, divisor)
select 'E21', 'shares', id, (select group_concat(dec_add(value), ';') from json_each(parts)), '1'
from (select id, dec_split(total, nth, weight) as parts from share group by id);
