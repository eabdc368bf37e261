-- The lifecycle rule with the best year for each bucket, for its current and for its
-- noncurrent versions, and the verdict on it. A rule moves what the bucket holds of every
-- class that it may move. Reads decide low, likely and high: what is proposed pays even if
-- every read meant the largest object.

create temp table s3_option as
select o.arn, o.region, o.current, o.days, o.min_size, o.to_class, o.counted,
       max(o.kept_days) as kept_days, max(o.partial_rule) as partial_rule,
       group_concat(o.from_class, ', ') as from_class, dec_sum(o.gb) as gb,
       dec_sum(o.n_objects) as n_objects, sum(o.n_held) as n_held, dec_sum(o.cost) as cost,
       dec_sum(o.one_time_cost) as one_time_cost, dec_sum(o.saving) as saving,
       dec_sum(o.saving_low) as saving_low, dec_sum(o.saving_high) as saving_high,
       dec_sum(o.read_gb) as read_gb, dec_sum(o.n_reads) as n_reads,
       max(dec_cmp(o.read_gb, '0') > 0) as is_read, max(o.analysed) as analysed,
       max(o.billed_gb is null or dec_cmp(o.gb, o.billed_gb) > 0) as disagrees,
       dec_sum(o.billed_gb) as billed_gb, dec_sum(o.billed_cost) as billed_cost,
       max(o.from_source) as from_source, max(o.to_rate) as to_rate
from s3_outcome o
group by o.arn, o.region, o.current, o.days, o.min_size, o.to_class, o.counted
having count(*) = count(o.saving_low);

-- Why a class is out of the question, be it ever so cheap.
create temp table s3_option_judged as
select o.*, b.name, b.account, b.tier, b.rto, b.rules_known, b.small_objects,
       iif(b.tier = 'unknown', 'its tier is not known',
           'tier ' || b.tier || ' promises ' || duration_text(b.rto)) as promise,
       c.retrieval_seconds,
       case when c.zones = 1 then 'one_zone'
            when c.retrieval_seconds >= b.rto then 'rto'
            when c.retrieval_seconds > 0 and o.is_read then 'read'
            when not o.counted and o.to_class <> 'GLACIER_IR' then 'assumed' end as bar,
       dec_sub(dec_mul(o.saving, 12), o.one_time_cost) as net,
       dec_sub(dec_mul(o.saving_low, 12), o.one_time_cost) as net_low,
       dec_sub(dec_mul(o.saving_high, 12), o.one_time_cost) as net_high
from s3_option o
join s3_bucket b on b.arn = o.arn and b.region = o.region
join s3_storage_class c on c.class = o.to_class;

create temp table s3_best as
select *
from (
  select *, row_number() over (partition by arn, region, current, bar is null, bar = 'rto'
                               order by net collate decimal desc, min_size <> 131072, min_size,
                                        days, retrieval_seconds, to_class) as nth
  from s3_option_judged)
where nth = 1 and (bar is null or bar = 'rto');

create temp table s3_verdict as
select b.*, r.to_class as slower_class, r.retrieval_seconds as slower_seconds,
       p.source as to_source, p.as_of as to_as_of,
       case when b.partial_rule is not null then 'partial'
            when not b.counted and dec_cmp(b.n_reads, '0') > 0 then 'read'
            when dec_cmp(b.gb, '0') <= 0 then 'one_month'
            when b.disagrees then 'disagree'
            when dec_cmp(b.net_high, '0') <= 0 then 'loss'
            when b.n_held > 0 then 'hold'
            when dec_cmp(b.net_low, '0') <= 0 then 'depends'
            else 'saves' end as code
from s3_best b
left join s3_best r on r.arn = b.arn and r.region = b.region and r.current = b.current
                   and r.bar = 'rto' and dec_cmp(r.net, b.net) > 0
left join s3_rate p on p.region = b.region and p.class = b.to_class and p.what = 'storage'
where b.bar is null;

-- A restore of everything, at the standard speed.
insert into s3_restore_case
select 'back ' || v.arn || ' ' || v.region || ' ' || v.current, v.gb, v.n_objects, g.rate, q.rate
from s3_verdict v
left join s3_rate g on g.region = v.region and g.class = v.to_class and g.what = 'retrieval'
left join s3_rate q on q.region = v.region and q.class = v.to_class and q.what = 'read_request'
where v.retrieval_seconds > 0;

insert into tiering_proposal(kind, resource, account, region, verdict, from_class, to_class, gb,
                             saving, saving_low, saving_high, one_time_cost, price_source,
                             reason, change_json)
select 's3_lifecycle', arn, account, region,
       case code when 'saves' then 'accept' when 'loss' then 'reject' when 'hold' then 'held'
                 else 'cannot_tell' end,
       from_class || iif(current, '', ' (noncurrent versions)'),
       to_class, gb,
       iif(code in ('saves', 'loss', 'hold'), saving, null),
       iif(dec_cmp(saving_low, saving_high) = 0, null, saving_low),
       iif(dec_cmp(saving_low, saving_high) = 0, null, saving_high),
       iif(code in ('saves', 'loss', 'hold', 'depends'), one_time_cost, '0'),
       iif(code in ('saves', 'loss', 'hold', 'depends'), to_source, null),
       case code
         when 'partial' then
           'its lifecycle rule ' || partial_rule || ' takes some of the objects, by prefix, tag, size'
           || ' or date: which ones is not counted'
         when 'read' then
           'its objects are read ' || dec_round(n_reads, 0)
           || ' times a month; how large they are takes S3 Inventory'
         when 'one_month' then 'the month before is not in the bill: what stays is not known'
         when 'disagree' then
           'S3 Inventory counts ' || dec_round(gb, 2) || ' GB of ' || from_class
           || ' to move, more than the bill has: they do not belong together'
         when 'hold' then n_held || ' of these objects are under a legal hold'
         else
           dec_round(n_objects, 0) || iif(dec_cmp(n_objects, '1') = 0, ' object', ' objects')
           || iif(counted, iif(min_size = 0, '', ' of ' || (min_size / 1024) || ' KiB or more')
                           || ' by S3 Inventory',
                  ', assuming the smallest that move, 128 KiB, and that they stay')
           || ': ' || dec_round(gb, 2) || ' GB at '
           || dec_round(dec_div(cost, gb, 20), 6) || ' (' || from_source || ') would cost ' || to_rate
           || ' ('
           || case to_source when 'bill' then 'bill' when 'sample' then 'shipped sample of ' || to_as_of
                             else 'price list of ' || to_as_of end || ')'
           || case to_class when 'GLACIER' then ' and 40 KiB more for each object'
                            when 'DEEP_ARCHIVE' then ' and 40 KiB more for each object'
                            else iif(min_size < 131072, ', billed as 128 KiB each at least', '') end
           || iif(dec_cmp(n_reads, '0') > 0 or analysed,
                  '; ' || dec_round(read_gb, 2) || ' GB read a month', '; not read in this month or the one before')
           || coalesce('; bringing all of it back would cost '
                       || dec_round((select cost from s3_restore_model
                                     where id = 'back ' || arn || ' ' || region || ' ' || current), 2), '')
           || iif(kept_days is null, '', '; a rule takes them ' || kept_days || ' days later')
           || iif(code = 'loss', '; 12 months do not earn back the transitions', '')
           || iif(code = 'depends', '; whether it pays depends on which objects are read', '')
           || iif(code = 'saves' and slower_class is not null,
                  '; ' || slower_class || ' would save more, but takes ' || duration_text(slower_seconds)
                  || ' to read and ' || promise, '')
           || iif(code = 'saves' and not rules_known,
                  '; its lifecycle rules were not loaded: add them to the change', '')
           || case iif(code = 'saves', small_objects, null)
                when 'varies_by_storage_class' then
                  '; put it with --transition-default-minimum-object-size varies_by_storage_class,'
                  || ' as it is now'
                when 'unknown' then
                  '; its rules may move objects below 128 KiB: see to'
                  || ' TransitionDefaultMinimumObjectSize when putting it'
                else '' end end,
       '{}'
from s3_verdict
-- what cannot be told is worth a look from 1 a month on
where code in ('saves', 'loss', 'hold')
   or dec_cmp(dec_sub(billed_cost, dec_mul(billed_gb, to_rate)), '1') >= 0;

-- What would pay but takes too long to read, where nothing else pays.
insert into tiering_proposal(kind, resource, account, region, verdict, from_class, to_class, gb,
                             saving, saving_low, saving_high, one_time_cost, price_source,
                             reason, change_json)
select 's3_lifecycle', r.arn, r.account, r.region, 'held',
       r.from_class || iif(r.current, '', ' (noncurrent versions)'), r.to_class, r.gb, r.saving, null,
       null, r.one_time_cost, p.source,
       'takes ' || duration_text(r.retrieval_seconds) || ' to read; ' || r.promise, '{}'
from s3_best r
join s3_verdict v on v.arn = r.arn and v.region = r.region and v.current = r.current and v.code = 'loss'
join s3_rate p on p.region = r.region and p.class = r.to_class and p.what = 'storage'
where r.bar = 'rto' and dec_cmp(r.net_low, '0') > 0;

-- Nothing to move although nothing else moves it.
insert into tiering_proposal(kind, resource, account, region, verdict, from_class, to_class, gb,
                             saving, saving_low, saving_high, one_time_cost, price_source,
                             reason, change_json)
select 's3_lifecycle', b.arn, b.account, b.region, 'reject', 'STANDARD', 'GLACIER_IR', '0', '0', null,
       null, '0', null, 'no object in Standard is 30 days old: nothing would move', '{}'
from s3_bucket b
join s3_stored s on s.source = b.arn and s.region = b.region and s.class = 'STANDARD'
where b.counted and dec_cmp(s.gb, '0') > 0
  and not exists (select 1 from s3_moved m where m.arn = b.arn and m.region = b.region)
  and not exists (select 1 from s3_due u where u.arn = b.arn);
