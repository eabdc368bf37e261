-- What unit costs rest on: the protected resources, how large the newest copy says they are,
-- and the storage that the bill counts in GB-months.

create temp table protected_size as
select s.arn, k.tier, c.dr_cost,
  (select dec_div(p.bytes, 1073741824, 6) from point p
   where p.root_arn = s.arn and p.live and p.kind in ('backup', 'snapshot') and p.bytes > 0
   order by p.created_at desc, p.arn limit 1) as gb
from resource_state s
join known_resource k on k.arn = s.arn
left join resource_cost c on c.arn = s.arn
where s.state in ('protected', 'protected_elsewhere');
create unique index temp.protected_size_arn on protected_size(arn);

-- As spend.by_storage_class counts them.
create temp table stored as
select month, storage_class, dec_sum(cost) as cost,
  dec_sum(iif(unit = 'GB-Mo'
              and (line_type like 'Usage%' or line_type in ('DiscountedUsage', 'SavingsPlanCoveredUsage')),
              usage, null)) as gb
from bill_line
where mechanism is not null and storage_class is not null
group by month, storage_class;
