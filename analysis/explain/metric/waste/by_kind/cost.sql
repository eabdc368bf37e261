-- what: the lines that pay for one kind of waste
select l.cost_id, l.cost as part from waste_line l join waste_item i on i.item = l.item
 where i.kind = :kind
