-- id: DR_TESTING_SCHEDULE
-- title: DR tests are scheduled and happen on time
-- severity: high
-- why: An exercise that is not on the calendar does not happen.
-- needs: backup.list-restore-testing-plans drs.describe-jobs
-- scan: yes
-- remediation: Schedule the exercise and attest when it was done.
-- status: placeholder
select 'application:' || application as resource, null as account, null as region, min(tier) as tier,
       'insufficient_data' as verdict, 'not evaluated yet' as reason, null as source_id, null as pointer
  from known_resource where in_scope = 1 and application is not null group by application;
