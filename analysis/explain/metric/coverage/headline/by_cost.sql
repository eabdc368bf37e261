-- what: the same, each resource weighing what it costs by itself
-- formula: own cost of what is protected / own cost of all whose cost is known, 4 decimals, half to even
-- input: coverage.states[].cost
select ratio(dec_sum(iif(s.state in ('protected', 'protected_elsewhere'), c.own_cost, null)),
             dec_sum(c.own_cost)) as value
  from resource_state s join resource_cost c on c.arn = s.arn
