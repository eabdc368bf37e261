-- What the rules say of :resource.
select f.rule, r.title, f.verdict, f.overlay, f.exception, f.reason,
       iif(s.id is null, '[]', json_array(json_set(s.file, '$.pointer', f.pointer))) as evidence_json
  from finding f join rule r on r.id = f.rule
  left join source_file s on s.id = f.source_id
 where f.resource = :resource
 order by f.rule;
