-- what: the lines of one kind of waste that end when it goes
select l.cost_id, l.cost as part from waste_line l join waste_item i on i.item = l.item
 where i.kind = :kind and i.can_go
