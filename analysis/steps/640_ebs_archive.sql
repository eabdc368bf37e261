-- EBS snapshots that AWS Backup does not manage. Archiving makes a full copy (F GB) and frees
-- only what no other snapshot uses (U GB); it pays where U * p_s > F * p_a. Neither is in the
-- bill or the inventory, but for one case: the only snapshot of a volume that is gone. Nothing
-- will refer to its blocks again, so F = U = what the bill shows.

create temp table snapshot_bill as
select s.arn, s.id, s.account, s.region, s.resource_arn, s.origin, s.description, s.n_siblings,
       dec_sum(b.cost) as cost,
       dec_sum(iif(b.line_type in ('Usage', 'DiscountedUsage'), b.usage, null)) as gb
from (
  select arn, id, account, region, max(resource_arn) as resource_arn, max(origin) as origin,
         max(description) as description, max(coalesce(tier, 'standard')) as tier,
         count(*) over (partition by max(resource_arn), account, region) as n_siblings
  from snapshot where kind = 'ebs' group by arn, id, account, region) s
join bill_line b on b.resource_arn = s.arn and b.region = s.region
where b.month = (select month from run) and b.suffix = 'EBS:SnapshotUsage'
  and s.tier = 'standard' and s.origin <> 'awsbackup'
group by s.arn;

create temp table snapshot_figure as
select s.*, p.rate as archive_rate, p.source as price_source,
       dec_sub(s.cost, dec_mul(s.gb, p.rate)) as saving,
       case when s.description like 'Created by CreateImage%' then 'image'
            when s.resource_arn is null or s.n_siblings > 1
                 or s.resource_arn in (select arn from known_resource) then 'chain'
            when s.origin not in ('manual', 'copy') then 'kept'
            when not exists (select 1 from known_resource k
                             where k.type = 'EBS' and k.account = s.account and k.region = s.region)
                 and not exists (select 1 from call_state c
                                 where c.call = 'ec2.describe-volumes' and c.account = s.account
                                   and c.region = s.region and c.status in ('ok', 'empty'))
              then 'unread'
            when p.rate is null then 'no_price'
            when dec_cmp(dec_sub(s.cost, dec_mul(s.gb, p.rate)), '0') > 0 then 'saves'
            else 'loss' end as code
from snapshot_bill s
left join (select region, rate, source, min(rank) from unit_price
           where suffix = 'EBS:SnapshotArchiveStorage' group by region) p
       on p.region = s.region
where dec_cmp(s.gb, '0') > 0;

insert into tiering_proposal(kind, resource, account, region, verdict, from_class, to_class, gb,
                             saving, one_time_cost, price_source, reason, change_json, plan_id,
                             rule_id, rule_name, vault_arn)
select 'ebs_archive', arn, account, region,
       case code when 'saves' then 'accept' when 'loss' then 'reject' when 'image' then 'reject'
            else 'cannot_tell' end,
       'standard', 'archive', gb,
       case code when 'saves' then saving when 'loss' then saving when 'image' then '0' end, '0',
       iif(code in ('saves', 'loss'), price_source, null),
       case code
         when 'image' then 'a snapshot behind a machine image cannot be archived'
         when 'chain' then
           'archiving makes a full copy and frees only blocks that no other snapshot uses: neither'
           || ' is in the bill or the inventory (ebs list-changed-blocks would tell)'
         when 'kept' then 'whether it is kept the 90 days that archiving asks for is not known'
         when 'unread' then 'whether its volume still exists is not in what was loaded'
         when 'no_price' then 'no archive price in ' || region
         else 'the only snapshot of a volume that is gone: its ' || gb || ' GB at '
           || dec_round(dec_div(cost, gb, 20), 6) || ' would cost ' || archive_rate
           || '; to be kept at least 90 days; a restore takes up to 72 h and is billed by GB'
         end,
       iif(code = 'saves', json_object('SnapshotId', id, 'StorageTier', 'archive'), '{}'),
       null, null, null, null
from snapshot_figure;
