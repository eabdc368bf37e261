-- EBS snapshots that AWS Backup does not manage (its plan rules: 620). `code` is the first
-- thing that decides: what AWS or its guide does not allow, what loses money, what is not
-- known, what must not be broken.
--
-- The oldest and the newest of a chain are never proposed: the newest is what the next
-- snapshot builds on and what a restore begins with, the oldest carries what all share.

create temp table snapshot_lock as
select a.account, a.region, l.value ->> '$.SnapshotId' as id
from answer_page a, json_each(a.page, '$.Snapshots') l
where a.call = 'ec2.describe-locked-snapshots'
  and l.value ->> '$.LockState' in ('compliance', 'compliance-cooloff', 'governance');

-- Snapshots behind a registered machine image cannot be archived.
create temp table ami_snapshot as
select d.value ->> '$.Ebs.SnapshotId' as id, a.region
from answer_page a, json_each(a.page, '$.Images') i, json_each(i.value, '$.BlockDeviceMappings') d
where a.call = 'ec2.describe-images' and d.value ->> '$.Ebs.SnapshotId' is not null;

create temp table archive_judged as
select s.*, t.id as tier_id, t.rto,
       (select cast(c.retrieval_seconds as integer) from cold_type c where c.type = 'EBS')
         as retrieval_seconds,
       coalesce(a.n, 0) as n_archived,
       case
         when s.description like 'Created by CreateImage%'
              or exists (select 1 from ami_snapshot i where i.id = s.id and i.region = s.region)
           then 'image'
         when s.archive_rate is null then 'no_price'
         when s.volume_arn is null then 'no_volume'
         when s.is_only then null
         when s.n = 1 and not s.volumes_read then 'unread'
         when s.nth = s.n then 'newest'
         when s.nth = 1 then 'oldest'
         when s.created_at >= (select month_start from run) then 'young'
       end as place
from snapshot_saving s
left join (select volume_arn, account, region, count(*) as n from chain_member where archived
           group by volume_arn, account, region) a
       on a.volume_arn = s.volume_arn and a.account = s.account and a.region = s.region
left join tag_value tag on tag.arn = s.arn and tag.kind = 'tier'
left join tier_value tv on tv.value = lower(trim(tag.value))
left join tier t on t.id = coalesce(s.volume_tier, tv.tier)
where s.origin <> 'awsbackup';

create temp table archive_coded as
select *,
       case
         when place is not null then place
         when dec_cmp(saving_high, '0') <= 0 then 'loss'
         when not listed and not is_only then 'bounds'
         when saving is null then 'no_price'
         when dec_cmp(saving, '0') <= 0 then 'loss'
         when branches then 'branches'
         when origin not in ('manual', 'copy') then 'kept'
         when rto <= retrieval_seconds then 'rto'
         when exists (select 1 from snapshot_lock l
                      where l.id = j.id and l.account = j.account and l.region = j.region)
           then 'lock'
         else 'saves' end as code
from archive_judged j;

-- AWS archives at most 25 snapshots of a volume at a time.
create temp table archive_verdict as
select *,
       iif(code = 'saves' and n_archived
             + row_number() over (partition by volume_arn, account, region, code
                                  order by saving collate decimal desc, arn) > 25,
           'limit', code) as final_code
from archive_coded;

insert into tiering_proposal(kind, resource, account, region, verdict, from_class, to_class, gb,
                             saving, saving_low, saving_high, one_time_cost, price_source, reason,
                             change_json)
select 'ebs_archive', v.arn, v.account, v.region,
       case final_code when 'saves' then 'accept'
         when 'rto' then 'held' when 'lock' then 'held'
         when 'loss' then 'reject' when 'image' then 'reject' when 'newest' then 'reject'
         when 'oldest' then 'reject' when 'limit' then 'reject'
         else 'cannot_tell' end,
       'standard', 'archive', gb,
       case when final_code in ('saves', 'rto', 'lock') then saving
            when final_code = 'loss' then coalesce(saving, saving_high)
            when final_code in ('image', 'limit') then '0'
            when final_code in ('newest', 'oldest') then iif(dec_cmp(saving, '0') < 0, saving, '0') end,
       iif(final_code in ('saves', 'rto', 'lock', 'bounds', 'branches', 'kept'), saving_low, null),
       iif(final_code in ('saves', 'rto', 'lock', 'bounds', 'branches', 'kept'), saving_high, null),
       '0',
       iif(final_code in ('saves', 'loss', 'rto', 'lock', 'bounds'), price_source, null),
       case final_code
         when 'image' then 'a snapshot behind a machine image cannot be archived'
         when 'no_price' then
           iif(archive_rate is null, 'no archive price in ' || v.region,
               'it was restored in the last 12 months and what that costs from the archive is not known')
         when 'no_volume' then 'which volume it belongs to, and so its chain, is not known'
         when 'unread' then 'whether its volume still exists is not in what was loaded'
         when 'young' then 'made during the month: the bill shows a part of what it holds'
         when 'newest' then
           'the newest of its volume stays: the next snapshot and the quickest restore build on it'
         when 'oldest' then
           'the oldest of ' || n || ' stays: it carries the blocks that the later ones share'
         when 'limit' then 'a volume has at most 25 archived snapshots at a time'
         when 'branches' then
           'a volume made from it has snapshots of its own, which may share its blocks'
         when 'kept' then
           'made by ' || origin || ': whether it is kept the 90 days that archiving asks for is not known'
         when 'rto' then
           'a restore from the archive takes up to ' || duration_text(retrieval_seconds) || '; tier '
           || tier_id || ' promises ' || duration_text(rto)
         when 'lock' then 'the snapshot is locked'
         when 'bounds' then
           'of ' || gb || ' GB billed an unknown part is shared with later snapshots, and the archive'
           || ' would bill ' || dec_round(full_low, 2) || coalesce(' to ' || dec_round(full_high, 2), '')
           || ' GB; ebs list-snapshot-blocks and list-changed-blocks would tell'
         when 'loss' then
           'at most ' || dec_round(unique_high, 2) || ' GB would be freed and '
           || dec_round(coalesce(full_high, full_low), 2) || ' GB billed in full: at ' || archive_rate
           || ' (' || price_named || ')'
           || ' against ' || dec_round(dec_div(v.cost, gb, 20), 6) || ' more than '
           || dec_round(needed_gb, 2) || ' GB must be its own'
           || coalesce('; the whole chain of ' || n || ' would cost ' || dec_round(c.archived_cost, 2)
                       || ' instead of ' || dec_round(c.cost, 2), '')
         else
           iif(is_only, 'the only snapshot of a volume that is gone: its ' || gb || ' GB',
               dec_round(unique_high, 2) || ' GB are its own, ' || dec_round(full_high, 2)
               || ' GB in full (blocks listed)')
           || ' at ' || dec_round(dec_div(v.cost, gb, 20), 6) || ' (bill) would cost ' || archive_rate
           || ' (' || price_named || '); to be kept at least 90 days; a restore takes up to '
           || duration_text(retrieval_seconds)
           || coalesce(' and costs ' || dec_round(restore_cost, 2), '')
           || iif(n_restored > 0, ' (' || n_restored || ' in 12 months counted)', '')
         end,
       iif(final_code = 'saves', json_object('SnapshotId', id, 'StorageTier', 'archive'), '{}')
from archive_verdict v
left join chain_saving c on c.chain_arn = v.chain_arn;
