-- what: the lines that pay for waste that cannot simply go
select l.cost_id, l.cost as part from waste_line l join waste_item i on i.item = l.item
  join waste_kind k on k.kind = i.kind
 where k.saves and i.blocker is not null
