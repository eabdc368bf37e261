select rule, json_group_array(scope) as scope_json, status, statement, author, made_on, valid_until,
       evidence as evidence_json, altered as altered_evidence
  from attestation
 group by number
 order by number;
