-- DR spend by the strategy that it is bought for, beside the DR spend of the tiers that ask
-- for that strategy. Both add up to the total; `none` = serves every strategy, and a tier that
-- asks for none.
with named(rank, strategy) as (
  values (1, 'backup_and_restore'), (2, 'pilot_light'), (3, 'warm_standby'), (4, 'active_active'), (5, 'none'))
select n.strategy, money(coalesce(b.cost, '0')) as cost, money(coalesce(a.cost, '0')) as asked_cost,
  (select json_group_array(id) from (select id from tier where coalesce(strategy, 'none') = n.strategy order by rank))
    as tiers_json
from named n
left join (
  select coalesce(strategy, 'none') as strategy, dec_sum(cost) as cost
  from bill_line where month = (select month from run) and mechanism is not null group by 1) b using (strategy)
left join (
  select coalesce(t.strategy, 'none') as strategy, dec_sum(l.cost) as cost
  from bill_line l left join tier t on t.id = l.tier
  where l.month = (select month from run) and l.mechanism is not null group by 1) a using (strategy)
where b.cost is not null or a.cost is not null
order by n.rank;
