-- id: TERRAFORM_MULTI_REGION
-- title: Terraform deploys to more than one Region
-- severity: medium
-- why: Infrastructure that exists as code in one Region has to be invented for the other during the
--    outage.
-- scan: yes
-- remediation: Give modules a provider for each Region, and load the state: terraform show -json.
-- status: placeholder
select 'terraform:' as resource, null as account, null as region, null as tier,
       'insufficient_data' as verdict, 'not evaluated yet' as reason, null as source_id, null as pointer
  from run where 0;
