-- The selections of active plans that match :resource.
select s.plan_id as plan, (select max(name) from backup_plan b where b.id = s.plan_id) as name,
       s.plan_account as account, s.plan_region as region, s.selection_id as selection,
       case s.blocked when 1 then 'the Region has not opted in to its type'
                      when 0 then 'in force'
                      else 'whether the Region has opted in is not known' end as effect,
       json_array(json_set(f.file, '$.pointer', s.pointer)) as evidence_json
  from selected s left join source_file f on f.id = s.source_id
 where s.arn = :resource
 order by s.plan_account, s.plan_region, s.plan_id, s.selection_id;
