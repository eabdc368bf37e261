-- EBS snapshots as what they are: increments of a chain. A snapshot in the standard tier is
-- billed for the blocks that differ from the one before it. In the archive it is billed in
-- full (F); what leaves the standard tier are only the blocks that no other snapshot has (U).
--
-- F and U are known where the blocks were listed (ebs list-snapshot-blocks of the snapshot,
-- list-changed-blocks against its neighbours). Else the bill gives bounds:
--   U is at most what the snapshot is billed for, and may be nothing;
--   F is at least what the oldest of the chain is billed for, as blocks once written stay,
--   and at most the sum of what is billed up to the snapshot, and the volume.

-- Snapshots of one volume that share blocks: those of one account and region. A copy has no
-- volume of its own: it belongs with the other copies of that volume. NULL: it is not known.
create temp table chain_member as
select s.arn, s.id, s.account, s.region, coalesce(s.resource_arn, o.resource_arn) as volume_arn,
       s.copy_of_arn is not null as is_copy, s.origin, s.description, s.created_at,
       lower(coalesce(s.tier, 'standard')) = 'archive' as archived, s.bytes as volume_bytes
from snapshot_once s
left join snapshot_once o on o.arn = s.copy_of_arn
where s.kind = 'ebs' and lower(s.state) in ('completed', 'available', '')
union all -- what only AWS Backup tells of
select r.arn, replace(r.arn, rtrim(r.arn, replace(r.arn, '/', '')), ''), r.account, r.region,
       r.resource_arn, r.source_vault_arn is not null, 'awsbackup', '', r.created_at,
       coalesce(r.storage_class, '') = 'COLD', r.bytes
from recovery_point_once r
where r.resource_type = 'EBS' and r.status in ('COMPLETED', 'AVAILABLE')
  and r.arn not in (select arn from snapshot_once);

-- What the bill of the month says of each, in the standard tier.
create temp table chain_bill as
select m.arn, dec_sum(b.cost) as cost,
       dec_sum(iif(b.line_type in ('Usage', 'DiscountedUsage'), b.usage, null)) as gb
from chain_member m
join bill_line b on b.resource_arn = m.arn and b.region = m.region
where b.month = (select month from run) and b.suffix = 'EBS:SnapshotUsage'
group by m.arn;
create unique index temp.chain_bill_arn on chain_bill(arn);

-- The standard tier of each chain from its oldest to its newest.
create temp table chain_link as
select m.*, b.gb, b.cost,
       first_value(m.arn) over chain as chain_arn, row_number() over chain as nth,
       count(*) over whole as n,
       lag(m.id) over chain as before_id, lead(m.id) over chain as after_id,
       first_value(b.gb) over chain as oldest_gb, dec_sum(b.gb) over upto as gb_so_far,
       count(b.gb) over upto = row_number() over chain as billed_so_far
from chain_member m
left join chain_bill b on b.arn = m.arn
where not m.archived
window chain as (partition by m.volume_arn, iif(m.volume_arn is null, m.arn, ''), m.account, m.region,
                 m.is_copy order by m.created_at, m.arn),
       upto as (chain rows unbounded preceding),
       whole as (partition by m.volume_arn, iif(m.volume_arn is null, m.arn, ''), m.account, m.region,
                 m.is_copy);
create unique index temp.chain_link_arn on chain_link(arn);

-- Listings that are whole.
create temp table block_list as
select l.account, l.region, coalesce(l.first_snapshot, '') as first_snapshot, l.second_snapshot,
       max(l.source_id) as source_id, max(l.block_size) as block_size
from block_listing l
join source s on s.id = l.source_id and s.status = 'ok'
group by 1, 2, 3, 4
having count(distinct l.block_size) = 1 and count(distinct l.source_id) = 1;
create unique index temp.block_list_key on block_list(account, region, second_snapshot, first_snapshot);

-- Of each snapshot three sets of blocks: all it has, those it has since the one before it,
-- those that the one after it has no more.
create temp table block_set as
select c.arn, 'all' as part, l.source_id, l.block_size
from chain_link c
join block_list l on l.account = c.account and l.region = c.region and l.second_snapshot = c.id
                 and l.first_snapshot = ''
union all
select c.arn, 'new', l.source_id, l.block_size
from chain_link c
join block_list l on l.account = c.account and l.region = c.region and l.second_snapshot = c.id
                 and l.first_snapshot = c.before_id
union all
select c.arn, 'gone', l.source_id, l.block_size
from chain_link c
join block_list l on l.account = c.account and l.region = c.region and l.first_snapshot = c.id
                 and l.second_snapshot = c.after_id;

-- How many blocks: one walk along the ends of all runs, so that a block counts once.
create temp table block_count as
with edge(arn, block_size, at, in_all, in_new, in_gone) as (
  select s.arn, s.block_size, iif(e.value, r.last_index + 1, r.first_index),
         iif(s.part = 'all' and r.in_second, iif(e.value, -1, 1), 0),
         iif(s.part = 'new' and r.in_second, iif(e.value, -1, 1), 0),
         iif(s.part = 'gone' and r.in_first, iif(e.value, -1, 1), 0)
  from block_set s join block_run r on r.source_id = s.source_id, json_each('[0, 1]') e),
stretch as (
  select arn, block_size, lead(at) over along - at as size, sum(in_all) over along as n_all,
         sum(in_new) over along as n_new, sum(in_gone) over along as n_gone
  from edge
  window along as (partition by arn, block_size order by at rows unbounded preceding))
select arn, max(block_size) as block_size, sum(iif(n_all > 0, size, 0)) as n_full,
       sum(iif(n_new > 0 and n_gone > 0, size, 0)) as n_unique
from stretch
group by arn having count(distinct block_size) = 1;
create unique index temp.block_count_arn on block_count(arn);

create temp table block_size_of as
select s.arn, max(iif(s.part = 'all', dec_div(n.n_full * n.block_size, 1073741824, 20), null)) as full_gb,
       iif(count(distinct iif(s.part <> 'all', s.part, null)) = 2,
           dec_div(n.n_unique * n.block_size, 1073741824, 20), null) as unique_gb
from block_set s
join block_count n on n.arn = s.arn
group by s.arn;

-- Each snapshot of the standard tier with what is known of F and U: `likely` is the exact
-- figure where the blocks were listed. Nothing more than what is billed is ever freed.
create temp table chain_size as
select c.*, b.full_gb is not null and b.own_gb is not null as listed,
       coalesce(b.full_gb, iif(dec_cmp(c.gb, c.oldest_gb) > 0, c.gb, c.oldest_gb)) as full_low,
       coalesce(b.full_gb,
                iif(not c.billed_so_far, null,
                    iif(c.volume_bytes is not null
                        and dec_cmp(dec_div(c.volume_bytes, 1073741824, 20), c.gb_so_far) < 0,
                        dec_div(c.volume_bytes, 1073741824, 20), c.gb_so_far))) as full_high,
       coalesce(b.own_gb, c.gb) as unique_high, coalesce(b.own_gb, '0') as unique_low
from chain_link c
left join (select s.arn, s.full_gb, iif(dec_cmp(s.unique_gb, l.gb) > 0, l.gb, s.unique_gb) as own_gb
           from block_size_of s join chain_link l on l.arn = s.arn) b on b.arn = c.arn;
create unique index temp.chain_size_arn on chain_size(arn);
