-- what: the lines that DR_COST_OPTIMIZATION counts as waste
select l.cost_id, l.cost as part from waste_line l join waste_item i on i.item = l.item
 where i.judged
