-- what: the lines that end when one thing goes
select l.cost_id, l.cost as part from waste_line l join waste_item i on i.item = l.item
 where i.kind = :kind and i.resource = :resource and i.account = :account and i.region = :region
   and i.vault_arn is :vault and i.blocker is :blocker
   and i.can_go
