-- Which plan means to protect which resource.
--
-- Covered = (matches any Resources or any ListOfTags) and every entry of Conditions and no
-- NotResources; a selection with neither Resources nor ListOfTags starts from everything. Selections are
-- compared with resources of the plan's own account and region only, and never with cluster
-- members: AWS Backup takes Aurora, DocumentDB and Neptune as clusters.

create temp table active_plan as
select account, region, id as plan_id
from backup_plan
group by account, region, id
having count(deleted_at) = 0;

create temp table active_selection(
  key integer primary key, plan_id text, account text, region text, id text, body text,
  source_id integer, pointer text);
insert into active_selection(plan_id, account, region, id, body, source_id, pointer)
select s.plan_id, s.account, s.region, s.id, s.body, s.source_id, s.pointer
from (
  select *, row_number() over (partition by account, region, plan_id, id
                               order by detail desc, source_id, pointer) as n
  from backup_selection
  where body is not null and json_valid(body)) as s
join active_plan as p using (account, region, plan_id)
where s.n = 1
order by s.account, s.region, s.plan_id, s.id;

-- names_type: the pattern names one resource type or one resource, so that the region's
-- opt-in does not matter. S3 has one type only: arn:aws:s3:::* names it.
create temp table selection_pattern as
select key, excluded, pattern, service, wild,
       service <> '' and instr(service, '*') = 0 and instr(service, '?') = 0 and rest <> ''
         and (service = 's3' or substr(rest, 1, 1) not in ('*', '?')) as names_type
from (
  select s.key, 0 as excluded, r.value as pattern, arn_part(r.value, 2) as service,
         arn_part(r.value, 5) as rest, instr(r.value, '*') + instr(r.value, '?') > 0 as wild
  from active_selection as s, json_each(s.body, '$.Resources') as r
  where r.type = 'text'
  union all
  select s.key, 1, r.value, arn_part(r.value, 2), arn_part(r.value, 5), 1
  from active_selection as s, json_each(s.body, '$.NotResources') as r
  where r.type = 'text');
create index temp.selection_pattern_key on selection_pattern(key, excluded);

create temp table selection_tag as
select s.key, replace(json_extract(t.value, '$.ConditionKey'), 'aws:ResourceTag/', '') as tag,
       json_extract(t.value, '$.ConditionValue') as value
from active_selection as s, json_each(s.body, '$.ListOfTags') as t
where t.type = 'object';
create index temp.selection_tag_key on selection_tag(key);

create temp table selection_condition as
select s.key, o.key as operator,
       replace(json_extract(c.value, '$.ConditionKey'), 'aws:ResourceTag/', '') as tag,
       json_extract(c.value, '$.ConditionValue') as value
from active_selection as s, json_each(s.body, '$.Conditions') as o, json_each(o.value) as c
where o.type = 'array' and c.type = 'object';
create index temp.selection_condition_key on selection_condition(key);

-- What a selection can match. tags_known 0: a tag that we do not see may still be there.
create temp table tag_evidence as
select distinct account, region, call, item
from call_state
where status in ('ok', 'empty', 'not_configured')
  and call in (select tags from resource_type
               union all select 'resourcegroupstaggingapi.get-resources');
create index temp.tag_evidence_call on tag_evidence(call, account, item);

create temp table candidate as
select k.arn, k.type, k.account, k.region, arn_part(k.arn, 2) as service, t.opt_in,
       exists (select 1 from known_tag as g where g.arn = k.arn)
         or (t.tags = 'inline'
             and exists (select 1 from resource as r where r.arn = k.arn and r.detail = 1))
         or exists (select 1 from tag_evidence as e
                    where e.call = 'resourcegroupstaggingapi.get-resources'
                      and e.account = k.account and e.region = k.region)
         or exists (select 1 from tag_evidence as e
                    where e.call = t.tags and e.account = k.account and e.item = k.name)
         as tags_known
from known_resource as k
join resource_type as t on t.type = k.type
where k.role <> 'member' and t.opt_in <> '';
create unique index temp.candidate_arn on candidate(arn);
create index temp.candidate_place on candidate(account, region, service);

-- The first tag that Conditions ask for says no to nearly every pair of a selection and a
-- resource, and an index answers it: the pairs it leaves are few.
create temp table first_tag as
select key, tag, value from selection_condition
where rowid in (select min(rowid) from selection_condition
                where operator = 'StringEquals' group by key);
create temp table admitted(key integer, arn text, primary key (key, arn)) without rowid;
insert or ignore into admitted
select f.key, t.arn from first_tag as f join known_tag as t on t.key = f.tag and t.value = f.value
union all
select f.key, c.arn from first_tag as f, candidate as c where not c.tags_known;

create temp view admissible as
select s.key, c.arn, c.service
from active_selection as s
join candidate as c on c.account = s.account and c.region = s.region
where s.key not in (select key from first_tag)
   or exists (select 1 from admitted as a where a.key = s.key and a.arn = c.arn);

-- Every way in which a selection reaches a resource, before Conditions and NotResources.
create temp table selection_reach(key integer, arn text, named integer);
insert into selection_reach
select p.key, c.arn, 1
from selection_pattern as p
join admissible as c on c.key = p.key and c.arn = p.pattern
where p.excluded = 0 and not p.wild;

insert into selection_reach
select p.key, c.arn, p.names_type
from selection_pattern as p
join admissible as c on c.key = p.key and c.service = p.service
where p.excluded = 0 and p.wild and arn_like(p.pattern, c.arn);

insert into selection_reach
select p.key, c.arn, 0
from selection_pattern as p
join admissible as c on c.key = p.key
where p.excluded = 0 and p.wild and c.service <> p.service
  and (p.service = '' or instr(p.service, '*') > 0 or instr(p.service, '?') > 0)
  and arn_like(p.pattern, c.arn);

insert into selection_reach
select g.key, c.arn, 0
from selection_tag as g
join known_tag as t on t.key = g.tag and t.value = g.value
join admissible as c on c.key = g.key and c.arn = t.arn;

insert into selection_reach
select c.key, c.arn, 0
from admissible as c
where not exists (select 1 from selection_pattern as p where p.key = c.key and p.excluded = 0)
  and not exists (select 1 from selection_tag as g where g.key = c.key);

-- A resource without the tag satisfies the negated operators, as in IAM.
create temp table selection_match as
select m.key, m.arn, m.named,
       m.has_conditions and not c.tags_known as doubtful
from (
  select key, arn, max(named) as named,
         exists (select 1 from selection_condition as d where d.key = r.key) as has_conditions
  from selection_reach as r
  group by key, arn) as m
join candidate as c on c.arn = m.arn
where not exists (
    select 1 from selection_pattern as x
    where x.key = m.key and x.excluded = 1 and arn_like(x.pattern, m.arn))
  and (not m.has_conditions or not c.tags_known or not exists (
    select 1 from selection_condition as d
    where d.key = m.key
      and case d.operator
          when 'StringEquals' then not exists (
            select 1 from known_tag as t
            where t.arn = m.arn and t.key = d.tag and t.value = d.value)
          when 'StringLike' then not exists (
            select 1 from known_tag as t
            where t.arn = m.arn and t.key = d.tag and arn_like(d.value, t.value))
          when 'StringNotEquals' then exists (
            select 1 from known_tag as t
            where t.arn = m.arn and t.key = d.tag and t.value = d.value)
          when 'StringNotLike' then exists (
            select 1 from known_tag as t
            where t.arn = m.arn and t.key = d.tag and arn_like(d.value, t.value))
          else 1 end));

-- blocked NULL: whether the region has opted in is not known.
create temp table opt_in as
select account, region, type, min(opted_in) as opted_in
from region_opt_in
group by account, region, type;
create index temp.opt_in_type on opt_in(account, region, type);

create temp table selected as
select m.arn, s.plan_id, s.account as plan_account, s.region as plan_region,
       s.id as selection_id,
       case when m.named and c.type not in ('Aurora', 'DocumentDB', 'Neptune') then 0
            else 1 - (select o.opted_in from opt_in as o
                      where o.account = s.account and o.region = s.region and o.type = c.opt_in)
       end as blocked,
       s.source_id, s.pointer
from selection_match as m
join active_selection as s on s.key = m.key
join candidate as c on c.arn = m.arn
where not m.doubtful;
create index temp.selected_arn on selected(arn);

-- Selections that would match if the resource had a tag that was not collected.
create temp table selection_doubt as
select distinct m.arn, s.plan_id, s.id as selection_id
from selection_match as m
join active_selection as s on s.key = m.key
where m.doubtful
union
select c.arn, s.plan_id, s.id
from active_selection as s
join candidate as c on c.account = s.account and c.region = s.region and not c.tags_known
where exists (select 1 from selection_tag as g where g.key = s.key)
  and not exists (
    select 1 from selection_pattern as x
    where x.key = s.key and x.excluded = 1 and arn_like(x.pattern, c.arn));
create index temp.selection_doubt_arn on selection_doubt(arn);
