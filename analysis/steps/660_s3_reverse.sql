-- The reverse for S3: what costs more in a colder class than it would in Standard, through
-- objects below 128 KiB (SmObjects) or their 40 KiB of overhead, the watching of
-- Intelligent-Tiering, deletion before the class's minimum days, or reads.
--
-- Storage and overhead are what they are. Early deletions are a steady state where a lifecycle
-- rule makes them: they are counted from its days, but to no more than the bill shows. They
-- and reads are one too where both months of the bill have them: the month with less counts.

create temp table s3_month as
select source, region, class, current,
       dec_sum(iif(role <> 'access', cost, null)) as stored_cost,
       dec_sum(cost) as full_cost,
       dec_sum(iif(role = 'storage' and line_type in ('Usage', 'DiscountedUsage'), usage, null)) as gb
from s3_line
where class <> 'STANDARD'
group by source, region, class, current;

-- How long the rules of a bucket let current objects lie in a class.
create temp table s3_stay as
select e.arn, e.id, e.to_class as class,
       (select min(n.day) from s3_event n
        where n.arn = e.arn and n.current and n.day > e.day and n.to_class <> e.to_class) - e.day
         as held_days
from s3_event e
where e.current and e.day is not null and e.to_class <> '';

insert into held_case(id, gb, rate, hours, minimum_days)
select 'stay ' || m.source || ' ' || m.region || ' ' || m.class, m.gb, r.rate, min(s.held_days) * 24,
       c.minimum_days
from s3_month m
join s3_stay s on s.arn = m.source and s.class = m.class
join s3_storage_class c on c.class = m.class and s.held_days < c.minimum_days
join s3_rate r on r.region = m.region and r.class = m.class and r.what = 'storage'
where m.current and dec_cmp(m.gb, '0') > 0
group by m.source, m.region, m.class;

-- All that lies there goes every held_days: so often a month it is billed to the minimum.
create temp table s3_reverse_cost as
select m.source, m.region, m.class, m.gb, m.stored_cost, w.rate as warm_rate,
       w.source as price_source, s.id as rule, s.held_days, c.minimum_days,
       dec_scale(dec_scale(h.early_delete, 1, h.early_delete_divisor), 30, s.held_days) as early_cost,
       dec_sub(m.stored_cost, dec_mul(m.gb, w.rate)) as saving_stored,
       dec_sub(m.full_cost, dec_mul(m.gb, w.rate)) as saving_full,
       dec_sub(p.full_cost, dec_mul(p.gb, w.rate)) as saving_before
from s3_month m
join s3_rate w on w.region = m.region and w.class = 'STANDARD' and w.what = 'storage'
join s3_storage_class c on c.class = m.class
left join s3_month p on p.source = m.source and p.region = m.region and p.class = m.class
                    and not p.current and dec_cmp(p.gb, '0') > 0
left join held_model h on h.id = 'stay ' || m.source || ' ' || m.region || ' ' || m.class
left join (select arn, class, min(id) as id, min(held_days) as held_days from s3_stay
           group by arn, class) s
  on s.arn = m.source and s.class = m.class and h.id is not null
where m.current and dec_cmp(m.gb, '0') > 0;

create temp table s3_reverse as
select *,
       case when dec_cmp(saving_stored, '0') > 0 then 'small'
            when dec_cmp(saving_early, '0') > 0 then 'early'
            when dec_cmp(saving_full, '0') > 0 and dec_cmp(saving_before, '0') > 0 then 'access'
            when dec_cmp(saving_full, '0') > 0 then 'once'
            when dec_cmp(dec_add(saving_stored, early_cost), '0') > 0 then 'soon' end as code
from (
  select *, iif(dec_cmp(dec_add(saving_stored, early_cost), saving_full) < 0,
                dec_add(saving_stored, early_cost), saving_full) as saving_early
  from s3_reverse_cost where early_cost is not null
  union all
  select *, null from s3_reverse_cost where early_cost is null) r
-- what goes on to a colder class still costs less there
where not exists (select 1 from s3_verdict v
                  where v.arn = r.source and v.region = r.region and v.code = 'saves'
                    and ', ' || v.from_class || ', ' like '%, ' || r.class || ', %');

-- The rules that bring objects into the class, from 128 KiB on only.
create temp table s3_narrowed_rule as
select k.arn, s.class, k.pointer, k.nth,
       iif(json_extract(k.body, '$.Status') = 'Enabled'
             and exists (select 1 from json_each(k.body, '$.Transitions') t
                         where t.value ->> '$.StorageClass' = s.class),
           json_set(k.body, '$.Filter', json(
                    case when json_type(k.body, '$.Filter.And') = 'object'
                           then json_set(json_extract(k.body, '$.Filter'),
                                         '$.And.ObjectSizeGreaterThan', 131071)
                         when json_type(k.body, '$.Filter.Tag') = 'object'
                           then json_object('And', json_object(
                                  'Tags', json_array(json_extract(k.body, '$.Filter.Tag')),
                                  'ObjectSizeGreaterThan', 131071))
                         when coalesce(k.body ->> '$.Filter.Prefix', '') <> ''
                           then json_object('And', json_object(
                                  'Prefix', k.body ->> '$.Filter.Prefix',
                                  'ObjectSizeGreaterThan', 131071))
                         else json_object('ObjectSizeGreaterThan', 131071) end)),
           k.body) as body
from s3_kept_rule k
join (select source, class from s3_reverse where code = 'small') s on s.source = k.arn
where exists (select 1 from s3_event e
              where e.arn = k.arn and e.current and e.to_class = s.class);

-- Without what moves to the class, where what is moved does not stay long enough.
create temp table s3_dropped_rule as
select arn, class, pointer, nth, body
from (
  select k.arn, s.class, k.pointer, k.nth,
         iif(exists (select 1 from json_each(k.body, '$.Transitions') t
                     where t.value ->> '$.StorageClass' <> s.class),
             json_set(k.body, '$.Transitions',
                      json((select json_group_array(json(t.value))
                            from json_each(k.body, '$.Transitions') t
                            where t.value ->> '$.StorageClass' <> s.class))),
             json_remove(k.body, '$.Transitions')) as body
  from s3_kept_rule k
  join (select source, class from s3_reverse where code = 'early') s on s.source = k.arn)
-- a rule that does nothing is none
where coalesce(json_type(body, '$.Transitions'), json_type(body, '$.Expiration'),
               json_type(body, '$.NoncurrentVersionTransitions'),
               json_type(body, '$.NoncurrentVersionExpiration'),
               json_type(body, '$.AbortIncompleteMultipartUpload')) is not null;

insert into tiering_proposal(kind, resource, account, region, verdict, from_class, to_class, gb,
                             saving, one_time_cost, price_source, reason, change_json)
select 'reverse', r.source, s.account, r.region, iif(code in ('once', 'soon'), 'cannot_tell', 'accept'),
       r.class, 'STANDARD', r.gb,
       case code when 'small' then saving_stored when 'early' then saving_early
                 when 'access' then iif(dec_cmp(saving_full, saving_before) < 0, saving_full,
                                        saving_before) end,
       '0', r.price_source,
       case code
         when 'small' then
           r.class || ' with what it bills for small objects or for watching them costs '
           || dec_round(dec_div(r.stored_cost, r.gb, 20), 6) || ' a GB-month, Standard '
           || dec_round(r.warm_rate, 6)
           || '; keep them out; those in it stay until they are replaced'
         when 'once' then
           'dearer than Standard only through the reads or early deletions of this month'
         when 'access' then
           'reads and early deletions made it dearer than Standard in both months: by '
           || dec_round(saving_before, 2) || ' and ' || dec_round(saving_full, 2)
           || '; what is read so often belongs in Standard or Intelligent-Tiering'
         else
           'rule ' || rule || ' leaves objects ' || held_days || ' days in ' || r.class
           || ', which bills ' || minimum_days || ': ' || dec_round(early_cost, 2)
           || ' a month for days that nobody uses; Standard would cost '
           || dec_round(dec_mul(r.gb, r.warm_rate), 2)
           || iif(code = 'soon', '; the bill has no such charge yet', '') end,
       case code
         when 'small' then
           iif(exists (select 1 from s3_narrowed_rule n where n.arn = r.source and n.class = r.class),
               (select json_object('Rules', json_group_array(json(body)))
                from (select body from s3_narrowed_rule n
                      where n.arn = r.source and n.class = r.class order by pointer, nth)),
               json_object('StorageClass', 'STANDARD'))
         when 'early' then
           (select json_object('Rules', json_group_array(json(body)))
            from (select body from s3_dropped_rule n
                  where n.arn = r.source and n.class = r.class order by pointer, nth))
         when 'access' then json_object('StorageClass', 'STANDARD')
         else '{}' end
from s3_reverse r
join s3_stored s on s.source = r.source and s.region = r.region and s.class = r.class
where code is not null;
