-- id: USE_CLOUDENDURE
-- title: CloudEndure Disaster Recovery is no longer in use
-- severity: medium
-- why: AWS ended CloudEndure Disaster Recovery on 2024-03-31; what still relies on it has no
--    support. AWS Elastic Disaster Recovery takes its place (USE_AWS_DRS).
-- scan: yes
-- remediation: Replicate the servers with AWS Elastic Disaster Recovery and end the old
--    subscription.
with used as (
  select account, max(month) as month, source_id
    from bill_line
   where month >= '2024-04' and instr(lower(product_code || ' ' || usage_type || ' ' || operation), 'cloudendure') > 0
   group by account
)
select 'account:' || a.account as resource, a.account, null as region, null as tier,
       iif(u.account is null, 'not_applicable', 'fail') as verdict,
       iif(u.account is null, 'superseded by AWS DRS', 'the bill of ' || u.month || ' shows CloudEndure, which ended on 2024-03-31') as reason,
       u.source_id, null as pointer
  from (select account from inventory_scope union select account from bill_line) a
  left join used u on u.account = a.account;
