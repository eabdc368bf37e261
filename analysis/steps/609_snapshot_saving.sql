-- What archiving each EBS snapshot would save a month: at worst, likely, at best.
--
-- Where the blocks were not listed, best is the most that could be freed against the least
-- full size that the bill allows, and likely the most freed against the most full size.
-- A restore brings back the full size. Those expected are as many as there are volumes made
-- from the snapshot in the 12 months before; at worst at least one.

-- The only snapshot of a volume that is gone: nothing will refer to its blocks again, so
-- that F = U = what the bill shows.
create temp table snapshot_fact as
select s.*, a.rate as archive_rate, a.source as price_source, a.as_of as price_as_of,
       r.rate as retrieval_rate,
       v.arn is not null as has_volume, v.tier as volume_tier,
       exists (select 1 from known_resource k
               where k.type = 'EBS' and k.account = s.account and k.region = s.region)
         or exists (select 1 from call_state c
                    where c.call = 'ec2.describe-volumes' and c.account = s.account
                      and c.region = s.region and c.status in ('ok', 'empty')) as volumes_read,
       (select count(*) from known_resource k
        where k.type = 'EBS' and k.attributes ->> '$.SnapshotId' = s.id
          and k.created_at > strftime('%Y-%m-%dT%H:%M:%SZ', (select as_of from run), '-12 months'))
         as n_restored,
       -- snapshots of a volume made from this one may share its blocks
       exists (select 1 from known_resource k join chain_member m on m.volume_arn = k.arn
               where k.type = 'EBS' and k.attributes ->> '$.SnapshotId' = s.id) as branches
from chain_size s
left join known_resource v on v.arn = s.volume_arn
left join (select region, rate, source, as_of, min(rank) from unit_price
           where suffix = 'EBS:SnapshotArchiveStorage' group by region) a on a.region = s.region
left join (select region, rate, min(rank) from unit_price
           where suffix = 'EBS:SnapshotArchiveRetrieval' group by region) r on r.region = s.region
where dec_cmp(s.gb, '0') > 0;

create temp table snapshot_bound as
select *, n = 1 and not has_volume and volumes_read and volume_arn is not null as is_only
from snapshot_fact;

insert into archive_case
select 'worst ' || arn, iif(is_only, gb, full_high), iif(is_only, gb, unique_low), gb, cost,
       archive_rate, retrieval_rate, max(n_restored, 1)
from snapshot_bound
union all
select 'likely ' || arn, iif(is_only, gb, full_high), iif(is_only, gb, unique_high), gb, cost,
       archive_rate, retrieval_rate, n_restored
from snapshot_bound
union all
select 'best ' || arn, iif(is_only, gb, full_low), iif(is_only, gb, unique_high), gb, cost,
       archive_rate, retrieval_rate, 0
from snapshot_bound;

create temp table snapshot_saving as
select s.*, dec_sub(worst.saving, dec_div(worst.restores_cost, 12, 20)) as saving_low,
       dec_sub(likely.saving, dec_div(likely.restores_cost, 12, 20)) as saving,
       best.saving as saving_high, likely.restore_cost,
       dec_div(best.needed_gb, best.needed_gb_divisor, 2) as needed_gb
from snapshot_bound s
join archive_model worst on worst.id = 'worst ' || s.arn
join archive_model likely on likely.id = 'likely ' || s.arn
join archive_model best on best.id = 'best ' || s.arn;
create unique index temp.snapshot_saving_arn on snapshot_saving(arn);

-- Each chain as a whole: what it costs, and what it would if all of it were archived.
insert into chain_case
select 'chain ' || min(arn), max(oldest_gb),
       iif(count(*) > 1, dec_div(dec_sub(dec_sum(gb), max(oldest_gb)), count(*) - 1, 20), '0'),
       count(*), dec_div(dec_sum(cost), dec_sum(gb), 20), max(archive_rate), null, null
from snapshot_bound
where volume_arn is not null
group by volume_arn, account, region, is_copy
having count(*) = max(n) and count(*) > 1;

create temp table chain_saving as
select b.volume_arn, b.account, b.region, b.is_copy, m.cost, m.archived_cost
from chain_model m
join snapshot_bound b on m.id = 'chain ' || b.arn;
