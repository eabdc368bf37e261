-- What is seen of each resource in scope beside the strategy that its tier asks for.
--
-- Seen is the most that the evidence shows: a fresh point to restore from; servers kept in
-- step by Elastic Disaster Recovery; a replica in another Region that can be read at once; a
-- global table that is written everywhere.

create temp table strategy_rank(strategy text primary key, rank integer);
insert into strategy_rank values
  ('none', 0), ('backup_and_restore', 1), ('pilot_light', 2), ('warm_standby', 3), ('active_active', 4);

create temp table replicated as
select p.root_arn as arn,
  max(case when k.type = 'DynamoDB' then 4 when p.origin = 'drs' then 2 when p.origin = 'replica' then 3 end) as rank
from point p join known_resource k on k.arn = p.root_arn
where p.kind = 'replication' and p.live = 1 and p.region <> k.region
group by p.root_arn;
create unique index temp.replicated_arn on replicated(arn);

create temp table protection_fit as
select arn, tier, asked, seen,
  case
    when asked is null then 'not_asked'
    when seen_rank < asked_rank and state = 'unknown' then 'unknown'
    when seen_rank < asked_rank then 'under'
    when seen_rank > asked_rank then 'over'
    else 'met' end as fit,
  seen_rank, asked_rank
from (
  select s.arn, k.tier, t.strategy as asked, a.rank as asked_rank, s.state, r.rank as seen_rank, r.strategy as seen
  from resource_state s
  join known_resource k on k.arn = s.arn
  left join tier t on t.id = k.tier
  left join strategy_rank a on a.strategy = t.strategy
  left join replicated p on p.arn = s.arn
  join strategy_rank r on r.rank = coalesce(p.rank, s.state in ('protected', 'protected_elsewhere')));
create unique index temp.protection_fit_arn on protection_fit(arn);
