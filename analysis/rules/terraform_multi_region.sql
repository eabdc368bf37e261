-- id: TERRAFORM_MULTI_REGION
-- title: Terraform deploys to more than one Region
-- severity: medium
-- why: Infrastructure that exists as code in one Region has to be invented for the other during the
--    outage.
-- needs: inventory
-- scan: yes
-- remediation: Give modules a provider for each Region, and load the state: terraform show -json.
with stack as (
  -- A stack is what has the same addresses: with a workspace for each Region, its files are
  -- judged together. Where the policy names DR Regions, one of them has to be among its Regions.
  select a.item, a.source_id, json_extract(a.page, '$.kind') as kind, json_extract(a.page, '$.regions') as regions,
         (select count(*) from json_each(a.page, '$.resources')) as n_resources,
         (select count(*) from json_each(a.page, '$.resources') r
           where json_extract(r.value, '$.region') = 'us-east-1') as n_us_east_1,
         (select count(*) from json_each(a.page, '$.resources') r
           where json_extract(r.value, '$.region') = 'us-east-1'
             and (json_extract(r.value, '$.type') like 'aws_acm_certificate%'
                  or json_extract(r.value, '$.type') like 'aws_cloudfront%'
                  or json_extract(r.value, '$.type') like 'aws_waf%')) as n_edge,
         (select json_group_array(address) from (
            select distinct json_extract(r.value, '$.address') as address
              from json_each(a.page, '$.resources') r order by 1)) as addresses
    from answer_page a
   where a.call = 'terraform.show'
),
-- What CloudFront needs lies in us-east-1 whatever the stack's Region: no second one.
place as (
  select s.item, s.addresses, g.value as region
    from stack s join json_each(s.regions) g
   where g.value <> 'us-east-1'
      or s.n_edge = 0 or s.n_edge < s.n_us_east_1
),
reach as (
  select s.item, s.source_id, s.n_resources, s.regions,
         (select count(distinct o.region) from place o where o.addresses = s.addresses) as n_regions,
         (select count(*) from place o join policy_region p on p.role = 'dr' and p.region = o.region
           where o.addresses = s.addresses) as n_dr,
         (select min(o.region) from place o where o.addresses = s.addresses) as first_region,
         (select count(*) from policy_region p where p.role = 'dr') as n_dr_wanted
    from stack s
)
select 'terraform:' || item as resource, null as account, null as region, null as tier,
       case
         when n_resources = 0 then 'not_applicable'
         when n_regions = 0 then 'insufficient_data'
         when n_regions = 1 or (n_dr_wanted > 0 and n_dr = 0) then 'fail'
         else 'pass'
       end as verdict,
       case
         when n_resources = 0 then 'it has no AWS resources'
         when n_regions = 0 then 'no Region of its resources can be told'
         when n_regions = 1 then 'all its resources are in one Region: ' || first_region
         when n_dr_wanted > 0 and n_dr = 0 then 'it deploys to ' || n_regions || ' Regions, none of them a DR Region'
         else 'it deploys to ' || n_regions || ' Regions'
       end as reason,
       source_id, '/regions' as pointer
  from reach
union all
select 'terraform:', null, null, null, 'insufficient_data', 'no Terraform state or plan was loaded', null, null
 where exists (select 1 from inventory_scope) and not exists (select 1 from stack);
