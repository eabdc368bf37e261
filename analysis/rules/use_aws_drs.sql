-- id: USE_AWS_DRS
-- title: Critical EC2 instances replicate with AWS Elastic Disaster Recovery
-- severity: high
-- why: A restore from backup takes hours; a replicated server starts in minutes.
-- needs: inventory drs.describe-source-servers
-- scan: yes
-- remediation: Install the replication agent and bring the server to continuous replication.
-- status: placeholder
select r.arn as resource, r.account, r.region, r.tier,
       'insufficient_data' as verdict, 'not evaluated yet' as reason, r.source_id, r.pointer
  from known_resource r where r.in_scope = 1 and r.type = 'EC2';
