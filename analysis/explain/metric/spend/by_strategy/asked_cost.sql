-- what: the DR lines of the tiers that ask for one strategy
select l.cost_id, l.cost as part
  from bill_line l left join tier t on t.id = l.tier
 where l.month = (select month from run) and l.mechanism is not null
   and coalesce(t.strategy, 'none') = :strategy
