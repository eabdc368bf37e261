-- Every verdict except not_applicable.
select f.rule, f.resource, f.account, f.region, f.tier, f.verdict, f.overlay, f.exception, f.reason,
       money(f.monthly_cost) as monthly_cost,
       iif(s.id is null, '[]',
           json_array(json_object('path', s.path, 'sha256', s.sha256, 'pointer', f.pointer))) as evidence_json
  from finding f left join source s on s.id = f.source_id
 where f.verdict <> 'not_applicable'
 order by f.rule, f.resource;
