-- what: the lines that pay for what somebody has to call waste or not
select l.cost_id, l.cost as part from waste_line l join waste_item i on i.item = l.item
 where i.confidence <> 'high'
