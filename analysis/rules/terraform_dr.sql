-- id: TERRAFORM_DR
-- title: DR resources are managed as code
-- severity: low
-- why: What was clicked together cannot be rebuilt in another Region with confidence.
-- scan: yes
-- remediation: Import plans, vaults and health checks into Terraform, and load its state.
-- status: placeholder
select 'terraform:' as resource, null as account, null as region, null as tier,
       'insufficient_data' as verdict, 'not evaluated yet' as reason, null as source_id, null as pointer
  from run where 0;
