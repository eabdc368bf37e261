-- what: the lines of proven waste that end when it goes
select l.cost_id, l.cost as part from waste_line l join waste_item i on i.item = l.item
 where i.can_go and i.confidence = 'high'
