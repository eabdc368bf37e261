-- id: TERRAFORM_DR
-- title: DR resources are managed as code
-- severity: low
-- why: What was clicked together cannot be rebuilt in another Region with confidence.
-- needs: backup.list-backup-vaults backup.list-backup-plans route53.list-health-checks
-- scan: yes
-- remediation: Import plans, vaults and health checks into Terraform, and load its state.
with managed as (
  -- A plan of the organization's backup policy (orgs/...) and a vault that AWS creates by
  -- itself (Default, aws/...) cannot be in a member's state.
  select json_extract(r.value, '$.arn') as arn, json_extract(r.value, '$.id') as id, json_extract(r.value, '$.type') as type,
         json_extract(r.value, '$.address') as address
    from answer_page a join json_each(a.page, '$.resources') r
   where a.call = 'terraform.show' and json_extract(a.page, '$.kind') <> 'plan'
),
-- What a plan would do to it: code and reality have drifted apart.
change as (
  select json_extract(c.value, '$.address') as address, min(json_extract(c.value, '$.actions[0]')) as action
    from answer_page a join json_each(a.page, '$.changes') c
   where a.call = 'terraform.show'
   group by json_extract(c.value, '$.address')
),
dr_resource as (
  select v.arn, v.account, v.region, v.name in ('Default') or v.name like 'aws/%' as unmanageable,
         min(v.source_id) as source_id, min(v.pointer) as pointer
    from backup_vault v group by v.arn
  union all
  select p.arn, p.account, p.region, p.id like 'orgs/%', min(p.source_id), min(p.pointer)
    from backup_plan p where p.deleted_at is null group by p.arn
  union all
  select 'arn:aws:route53:::healthcheck/' || json_extract(h.value, '$.Id'), a.account, a.region, 0, min(a.source_id),
         min(a.pointer || '/HealthChecks/' || h.key)
    from answer_page a join json_each(a.page, '$.HealthChecks') h
   where a.call = 'route53.list-health-checks' and json_extract(h.value, '$.Id') <> ''
   group by json_extract(h.value, '$.Id'), a.account
),
judged as (
  select d.*,
         exists (select 1 from answer_page a where a.call = 'terraform.show'
                    and json_extract(a.page, '$.kind') <> 'plan') as state_loaded,
         exists (select 1 from managed m where m.arn = d.arn
                    or (m.type = 'aws_route53_health_check' and d.arn = 'arn:aws:route53:::healthcheck/' || m.id)) as found,
         (select min(c.action) from managed m join change c on c.address = m.address where m.arn = d.arn) as action
    from dr_resource d
)
select arn as resource, account, region, null as tier,
       case
         when found then 'pass'
         when unmanageable then 'not_applicable'
         when not state_loaded then 'insufficient_data'
         else 'fail'
       end as verdict,
       case
         when found then 'it is in the Terraform state' || coalesce(', and a plan would ' || action || ' it', '')
         when unmanageable then 'AWS or the organization manages it'
         when not state_loaded then 'no Terraform state was loaded'
         else 'it exists in AWS and in no Terraform state that was loaded'
       end as reason,
       source_id, pointer
  from judged;
