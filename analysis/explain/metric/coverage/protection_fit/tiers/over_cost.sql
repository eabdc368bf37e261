-- what: the DR lines of one tier's resources that go beyond the strategy it asks for
select l.cost_id, l.cost as part
  from bill_line l
  join protection_fit f on f.arn = l.source_arn and f.fit = 'over' and f.tier = :tier
  join strategy_rank r on r.strategy = l.strategy and r.rank > f.asked_rank
 where l.month = (select month from run) and l.mechanism is not null
