-- Restore jobs of :resource.
select r.completed_at, r.status, r.seconds, r.validation,
       case when r.tested then 'restore test' else 'restore' end as kind,
       json_array(json_set(f.file, '$.pointer', r.pointer)) as evidence_json
  from restore r left join source_file f on f.id = r.source_id
 where r.arn = :resource
 order by r.completed_at, r.pointer;
