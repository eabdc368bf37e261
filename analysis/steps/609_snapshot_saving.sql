-- What archiving each EBS snapshot would save a month: at worst, likely, at best.
--
-- Where the blocks were not listed, best is the most that could be freed against the least
-- full size that the bill allows, and likely the most freed against the most full size.
-- A restore brings back the full size. Those expected are as many as there are volumes made
-- from the snapshot in the 12 months before; at worst at least one.

-- Volumes made from a snapshot: how many lately, and whether they have snapshots of their
-- own, which may share its blocks.
create temp table made_volume as
select k.attributes ->> '$.SnapshotId' as snapshot_id,
       sum(k.created_at > strftime('%Y-%m-%dT%H:%M:%SZ', (select as_of from run), '-12 months'))
         as n_lately,
       max(k.arn in (select volume_arn from chain_member where volume_arn is not null)) as branches
from known_resource k
where k.type = 'EBS' and k.attributes ->> '$.SnapshotId' <> ''
group by 1;
create unique index temp.made_volume_id on made_volume(snapshot_id);

-- Where volumes were listed.
create temp table volume_scope as
select account, region from known_resource where type = 'EBS'
union
select account, region from call_state
where call = 'ec2.describe-volumes' and status in ('ok', 'empty');
create unique index temp.volume_scope_place on volume_scope(account, region);

create temp table snapshot_price as
select a.region, a.rate as archive_rate, a.source as price_source, a.named as price_named,
       r.rate as retrieval_rate
from (select region, rate, source, named, min(rank) from unit_price
      where suffix = 'EBS:SnapshotArchiveStorage' group by region) a
left join (select region, rate, min(rank) from unit_price
           where suffix = 'EBS:SnapshotArchiveRetrieval' group by region) r on r.region = a.region;

create temp table snapshot_fact as
select s.*, p.archive_rate, p.price_source, p.price_named, p.retrieval_rate,
       v.arn is not null as has_volume, v.tier as volume_tier, l.account is not null as volumes_read,
       coalesce(m.n_lately, 0) as n_restored, coalesce(m.branches, 0) as branches
from chain_size s
left join known_resource v on v.arn = s.volume_arn
left join made_volume m on m.snapshot_id = s.id
left join volume_scope l on l.account = s.account and l.region = s.region
left join snapshot_price p on p.region = s.region
where dec_cmp(s.gb, '0') > 0;

-- The only snapshot of a volume that is gone: nothing will refer to its blocks again, so
-- that F = U = what the bill shows.
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
select 'chain ' || chain_arn, max(oldest_gb),
       iif(count(*) > 1, dec_div(dec_sub(dec_sum(gb), max(oldest_gb)), count(*) - 1, 20), '0'),
       count(*), dec_div(dec_sum(cost), dec_sum(gb), 20), max(archive_rate), null, null
from snapshot_bound
where volume_arn is not null
group by chain_arn
having count(*) = max(n) and count(*) > 1;

create temp table chain_saving as
select c.chain_arn, m.cost, m.archived_cost
from (select distinct chain_arn from snapshot_bound) c
join chain_model m on m.id = 'chain ' || c.chain_arn;
create unique index temp.chain_saving_arn on chain_saving(chain_arn);
