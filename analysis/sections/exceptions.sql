select x.id, x.rule, x.path, x.kind, x.status,
       (select count(*) from finding f
         where f.rule = x.rule
           and exists (select 1 from exception p where p.id = x.id and arn_like(p.pattern, f.resource))) as matches,
       x.approved_on, x.expires_on, x.reason, x.owner, x.approver,
       x.controls as compensating_controls_json, x.evidence as evidence_json,
       x.altered as altered_evidence
  from exception x
 group by x.id
 order by x.id;
