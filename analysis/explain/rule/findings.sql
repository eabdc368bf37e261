-- Every verdict of the rule :rule: its whole population.
select f.resource, f.account, f.region, f.tier, f.verdict, f.overlay, f.exception, f.reason,
       money(f.monthly_cost) as monthly_cost,
       iif(s.id is null, '[]', json_array(json_set(s.file, '$.pointer', f.pointer))) as evidence_json
  from finding f left join source_file s on s.id = f.source_id
 where f.rule = :rule
 order by instr('fail,insufficient_data,pass,not_applicable', f.verdict), f.resource;
