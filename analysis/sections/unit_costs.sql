-- What protection costs in each tier, beside what the tier asks for. The cost per resource is
-- all DR spend of the tier over its protected resources; the cost per GB is the spend on
-- those whose size a copy tells, over that size.
select t.id as tier, t.strategy, t.rpo as rpo_target, t.rto as rto_target,
  (select count(*) from resource_state s join known_resource k on k.arn = s.arn where k.tier = t.id) as resources,
  p.n as protected, iif(r.currency is null, null, money(l.cost)) as cost,
  iif(p.n and r.currency is not null, money(dec_div(l.cost, p.n, 6)), null) as cost_per_protected_resource,
  iif(p.n_sized, p.gb, null) as protected_gb, p.n_sized as protected_with_size,
  iif(p.n_sized and r.currency is not null and dec_cmp(p.gb, '0') > 0, money(dec_div(p.sized_cost, p.gb, 6)), null)
    as cost_per_protected_gb
from tier t
join run r
join (select t.id, coalesce(dec_sum(b.cost), '0') as cost
      from tier t left join bill_line b
        on b.tier = t.id and b.mechanism is not null and b.month = (select month from run)
      group by t.id) l on l.id = t.id
join (select t.id, count(z.arn) as n, count(z.gb) as n_sized, dec_sum(z.gb) as gb,
        dec_sum(iif(z.gb is not null, z.dr_cost, null)) as sized_cost
      from tier t left join protected_size z on z.tier = t.id group by t.id) p on p.id = t.id
order by t.rank;
