-- what: the lines that pay for waste, each once
select l.cost_id, l.cost as part from waste_line l join waste_item i on i.item = l.item
