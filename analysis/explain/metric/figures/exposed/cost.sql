-- what: what one application's resources cost that are not protected
-- formula: the sum of their own cost
select 'resources.' || s.arn || '.own_cost' as input, c.own_cost as value
  from resource_state s join resource_cost c on c.arn = s.arn join known_resource k on k.arn = s.arn
 where s.state not in ('protected', 'protected_elsewhere') and c.own_cost is not null
   and coalesce(k.application, '') = coalesce(:application, '')
 order by s.arn
