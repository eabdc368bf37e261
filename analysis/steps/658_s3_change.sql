-- The change to make: all of a bucket's lifecycle rules, those it has and those proposed, as
-- put-bucket-lifecycle-configuration replaces the whole of them.

create temp table s3_new_rule as
select arn, region, current,
       'drledger-' || iif(current, '', 'noncurrent-') || lower(replace(to_class, '_', '-'))
         || '-after-' || days || '-days' as id,
       min_size, days, to_class
from (
  select arn, region, current, min_size, days, to_class from s3_verdict where code = 'saves'
  union all
  select arn, region, 1, 131072, 30, 'INTELLIGENT_TIERING' from s3_watch_verdict
  where code = 'saves');

-- A prefix beside Filter, as rules had it before 2016, is refused in one configuration with
-- rules that have a Filter.
create temp table s3_kept_rule as
select k.arn, a.pointer, r.key as nth,
       iif(json_type(r.value, '$.Filter') is null and json_type(r.value, '$.Prefix') is not null,
           json_set(json_remove(r.value, '$.Prefix'),
                    '$.Filter', json_object('Prefix', r.value ->> '$.Prefix')),
           r.value) as body
from s3_name k
join answer_page a on a.call = 's3api.get-bucket-lifecycle-configuration' and a.item = k.name,
     json_each(a.page, '$.Rules') r
where not exists (select 1 from s3_new_rule n
                  where n.arn = k.arn and n.id = r.value ->> '$.ID');

create temp table s3_changed_rule as
select arn, '' as region, 0 as part, pointer, nth, body
from s3_kept_rule where arn in (select arn from s3_new_rule)
union all
select arn, region, 1, '', 1 - current,
       json_object('ID', id, 'Status', 'Enabled',
                   'Filter', json_object('ObjectSizeGreaterThan', max(min_size - 1, 0)),
                   iif(current, 'Transitions', 'NoncurrentVersionTransitions'),
                   json_array(json_object(iif(current, 'Days', 'NoncurrentDays'), days,
                                          'StorageClass', to_class)))
from s3_new_rule;

update tiering_proposal
set change_json = (
  select json_object('Rules', json_group_array(json(body)))
  from (select body from s3_changed_rule c
        where c.arn = tiering_proposal.resource and c.region in ('', tiering_proposal.region)
        order by part, pointer, nth))
where kind in ('s3_lifecycle', 's3_intelligent_tiering') and verdict = 'accept';
