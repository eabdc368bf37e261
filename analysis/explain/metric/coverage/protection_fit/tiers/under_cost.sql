-- what: what one tier's resources cost that have less than it asks for
-- formula: the sum of their own cost
select 'resources.' || f.arn || '.own_cost' as input, c.own_cost as value
  from protection_fit f join resource_cost c on c.arn = f.arn
 where f.tier = :tier and f.fit = 'under' and c.own_cost is not null
 order by f.arn
