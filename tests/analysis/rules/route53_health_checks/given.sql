insert into call_state(account, region, call, item, status) values ('111122223333', 'global', 'route53.list-health-checks', '', 'ok'),
  ('111122223333', 'global', 'route53.list-resource-record-sets', 'Z1', 'ok'), ('111122223333', 'global', 'route53.list-resource-record-sets', 'Z2', 'truncated');
insert into document(source_id, pointer, account, region, call, item, body) values
  (1, '', '111122223333', 'global', 'route53.list-health-checks', '', '{"HealthChecks":[{"Id":"good","HealthCheckConfig":{"Disabled":false}},{"Id":"off","HealthCheckConfig":{"Disabled":true}},
    {"Id":"any","HealthCheckConfig":{"Type":"CALCULATED","HealthThreshold":1,"ChildHealthChecks":["good"]}},
    {"Id":"none","HealthCheckConfig":{"Type":"CALCULATED","HealthThreshold":0,"ChildHealthChecks":["good"]}},
    {"Id":"idle","HealthCheckConfig":{"Type":"CALCULATED","HealthThreshold":1,"ChildHealthChecks":["off","good"]}},
    {"Id":"alarm","HealthCheckConfig":{"Type":"CLOUDWATCH_METRIC","InsufficientDataHealthStatus":"Unhealthy","Inverted":true}}]}'),
  (2, '', '111122223333', 'global', 'route53.list-resource-record-sets', 'Z1', '{"ResourceRecordSets":[
    {"Name":"1-checked.example.","Type":"A","Failover":"PRIMARY","HealthCheckId":"good"},{"Name":"1-checked.example.","Type":"A","Failover":"SECONDARY"},
    {"Name":"2-alias.example.","Type":"A","Failover":"PRIMARY","AliasTarget":{"EvaluateTargetHealth":true}},{"Name":"2-alias.example.","Type":"A","Failover":"SECONDARY","AliasTarget":{"EvaluateTargetHealth":false}},
    {"Name":"3-no-check.example.","Type":"A","Failover":"PRIMARY"},{"Name":"3-no-check.example.","Type":"A","Failover":"SECONDARY","HealthCheckId":"good"},
    {"Name":"4-disabled.example.","Type":"CNAME","Failover":"PRIMARY","HealthCheckId":"off"},{"Name":"4-disabled.example.","Type":"CNAME","Failover":"SECONDARY"},
    {"Name":"5-unknown-check.example.","Type":"A","Failover":"PRIMARY","HealthCheckId":"gone"},{"Name":"5-unknown-check.example.","Type":"A","Failover":"SECONDARY"},
    {"Name":"6-alone.example.","Type":"A","Failover":"PRIMARY","HealthCheckId":"good"},
    {"Name":"A-calculated.example.","Type":"A","Failover":"PRIMARY","HealthCheckId":"any"},{"Name":"A-calculated.example.","Type":"A","Failover":"SECONDARY"},
    {"Name":"B-no-child-needed.example.","Type":"A","Failover":"PRIMARY","HealthCheckId":"none"},{"Name":"B-no-child-needed.example.","Type":"A","Failover":"SECONDARY"},
    {"Name":"C-disabled-child.example.","Type":"A","Failover":"PRIMARY","HealthCheckId":"idle"},{"Name":"C-disabled-child.example.","Type":"A","Failover":"SECONDARY"},
    {"Name":"D-alarm.example.","Type":"A","Failover":"PRIMARY","HealthCheckId":"alarm"},{"Name":"D-alarm.example.","Type":"A","Failover":"SECONDARY"},
    {"Name":"E-no-primary.example.","Type":"A","Failover":"SECONDARY","HealthCheckId":"good"},
    {"Name":"F-alias-without.example.","Type":"A","Failover":"PRIMARY","AliasTarget":{"EvaluateTargetHealth":false}},{"Name":"F-alias-without.example.","Type":"A","Failover":"SECONDARY"},
    {"Name":"7-simple.example.","Type":"A"}]}'),
  (2, '', '111122223333', 'global', 'route53.list-resource-record-sets', 'Z2', '{"ResourceRecordSets":[{"Name":"8-cut-short.example.","Type":"A","Failover":"PRIMARY","HealthCheckId":"good"}]}'),
  (2, '', '222222222222', 'global', 'route53.list-resource-record-sets', 'Z3', '{"ResourceRecordSets":[
    {"Name":"9-checks-unseen.example.","Type":"A","Failover":"PRIMARY","HealthCheckId":"x"},{"Name":"9-checks-unseen.example.","Type":"A","Failover":"SECONDARY"}]}');
