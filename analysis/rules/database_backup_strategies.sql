-- id: DATABASE_BACKUP_STRATEGIES
-- title: Every database has a recent backup of a kind that suits its engine
-- severity: critical
-- why: Each engine has its own way back to a point in time; a database without one has none.
-- needs: inventory
-- scan: yes
-- remediation: Turn on the engine's own backups or add the database to a plan.
-- status: placeholder
select r.arn as resource, r.account, r.region, r.tier,
       'insufficient_data' as verdict, 'not evaluated yet' as reason, r.source_id, r.pointer
  from known_resource r where r.in_scope = 1 and r.type in ('RDS', 'Aurora', 'DocumentDB', 'Neptune', 'DynamoDB', 'Redshift', 'ElastiCache', 'MemoryDB', 'Timestream');
