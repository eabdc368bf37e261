-- Waste by kind. `saving` is what stops when it goes, without what is held; null where
-- another figure tells it.
select i.kind, i.confidence, count(*) as items, sum(i.points) as points,
  (select money(dec_sum(l.cost)) from waste_line l join waste_item o on o.item = l.item where o.kind = i.kind) as cost,
  iif(i.kind = 'warm', null,
      (select money(dec_sum(l.cost)) from waste_line l join waste_item o on o.item = l.item
       where o.kind = i.kind and o.can_go)) as saving,
  iif(max(i.at_most and i.can_go), 'true', 'false') as at_most_json,
  count(*) filter (where i.cost is null) as unpriced
from waste_item i
group by i.kind
order by i.rank;
