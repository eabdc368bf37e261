select kind, resource, account, region, verdict, from_class as "from", to_class as "to", gb,
       money(saving) as monthly_saving, money(one_time_cost) as one_time_cost,
       money(dec_sub(dec_mul(saving, 12), one_time_cost)) as net_12_months,
       iif(dec_cmp(saving, '0') > 0, dec_div(one_time_cost, saving, 4), null) as payback_months,
       price_source, reason, change_json, plan_id as plan, rule_name as plan_rule,
       vault_arn as vault
from tiering_proposal
order by kind, resource, account, region, vault_arn, plan_id, rule_id, verdict;
