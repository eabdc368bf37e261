-- Intelligent-Tiering for buckets whose objects are read now and then, where no lifecycle rule
-- is proposed: it watches each object for a fee and finds by itself what is not read. Only
-- objects that S3 Inventory counted, of 128 KiB or more; smaller ones are never watched.
--
-- Likely, each read of a month keeps one more object from going cold; at worst nothing goes
-- cold, at best all of it does.

create temp table s3_watched as
select m.arn, b.account, m.region, m.gb, m.n_objects, m.n_held, m.from_cost as cost, m.read_gb,
       m.likely_reads,
       iif(dec_cmp(m.likely_reads, '0') = 0, 0,
           min(10000, iif(m.analysed, dec_div(dec_mul(m.read_gb, 10000), m.gb, 0),
                          dec_div(dec_mul(m.likely_reads, 10000), m.n_objects, 0)) + 1))
         as read_share, -- of 10000, rounded up
       i.rate as infrequent_rate, a.rate as archive_rate, w.rate as monitoring_rate,
       f.rate as transition_rate, w.source as price_source
from s3_moved_read m
join s3_bucket b on b.arn = m.arn and b.region = m.region and b.counted
join s3_rate i on i.region = m.region and i.class = 'INTELLIGENT_TIERING' and i.what = 'infrequent'
join s3_rate a on a.region = m.region and a.class = 'INTELLIGENT_TIERING' and a.what = 'instant_archive'
join s3_rate w on w.region = m.region and w.class = 'INTELLIGENT_TIERING' and w.what = 'monitoring'
join s3_rate f on f.region = m.region and f.class = 'INTELLIGENT_TIERING' and f.what = 'transition'
where m.from_class = 'STANDARD' and m.current and m.days = 30 and m.min_size = 131072
  and m.kept_days is null and dec_cmp(m.gb, '0') > 0
  and m.arn not in (select arn from s3_verdict where current and code in ('saves', 'hold', 'partial', 'disagree'));

-- Read in a month: frequent; in three months: infrequent for a while; else instant archive.
insert into s3_watch_case
select 'likely ' || arn || ' ' || region, n_objects, gb, cost, infrequent_rate, archive_rate,
       monitoring_rate, transition_rate, min(10000, 3 * read_share) - read_share,
       10000 - min(10000, 3 * read_share)
from s3_watched
union all
select 'worst ' || arn || ' ' || region, n_objects, gb, cost, infrequent_rate, archive_rate,
       monitoring_rate, transition_rate, 0, 0 from s3_watched
union all
select 'best ' || arn || ' ' || region, n_objects, gb, cost, infrequent_rate, archive_rate,
       monitoring_rate, transition_rate, 0, 10000 from s3_watched;

create temp table s3_watch_verdict as
select w.*, likely.saving, worst.saving as saving_low, best.saving as saving_high, likely.fee,
       likely.monitoring_cost,
       case when dec_cmp(best.net_12_months, '0') <= 0 then 'loss'
            when dec_cmp(likely.net_12_months, '0') <= 0 then 'read'
            when w.n_held > 0 then 'hold'
            else 'saves' end as code
from s3_watched w
join s3_watch_model likely on likely.id = 'likely ' || w.arn || ' ' || w.region
join s3_watch_model worst on worst.id = 'worst ' || w.arn || ' ' || w.region
join s3_watch_model best on best.id = 'best ' || w.arn || ' ' || w.region;

insert into tiering_proposal(kind, resource, account, region, verdict, from_class, to_class, gb,
                             saving, saving_low, saving_high, one_time_cost, price_source,
                             reason, change_json)
select 's3_intelligent_tiering', arn, account, region,
       case code when 'saves' then 'accept' when 'hold' then 'held' else 'reject' end,
       'STANDARD', 'INTELLIGENT_TIERING', gb, saving, saving_low, saving_high, fee, price_source,
       case code
         when 'hold' then n_held || ' of these objects are under a legal hold'
         else
           dec_round(n_objects, 0) || ' objects of 128 KiB or more, 30 days old: watching them costs '
           || dec_round(monitoring_cost, 2) || ' a month, the move ' || dec_round(fee, 2) || ' once; '
           || dec_round(likely_reads, 0) || ' reads a month'
           || case code when 'loss' then '; even if none is read it does not pay within 12 months'
                        when 'read' then '; so many reads keep too much of it warm'
                        else ' leave at least '
                             || dec_div(10000 - min(10000, 3 * read_share), 100, 0)
                             || ' % of it to the instant archive tier' end end,
       '{}'
from s3_watch_verdict;
