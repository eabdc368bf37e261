-- What :resource can be restored from, the newest first.
select p.arn as point, p.kind, p.origin, p.created_at, p.account, p.region, p.status,
       case when p.live = 1 then 'true' else 'false' end as live_json,
       case when p.is_copy = 1 then 'true' else 'false' end as copy_json,
       iif(f.id is null, '[]', json_array(json_set(f.file, '$.pointer', p.pointer))) as evidence_json
  from point p left join source_file f on f.id = p.source_id
 where p.root_arn = :resource
 order by p.created_at desc, p.arn, p.kind;
