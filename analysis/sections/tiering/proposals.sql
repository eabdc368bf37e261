-- The best first: what is accepted, then what is held, by the net of 12 months.
select kind, resource, account, region, verdict, from_class as "from", to_class as "to", gb,
       money(saving) as monthly_saving, money(saving_low) as monthly_saving_low,
       money(saving_high) as monthly_saving_high, money(one_time_cost) as one_time_cost,
       money(dec_sub(dec_mul(saving, 12), one_time_cost)) as net_12_months,
       iif(dec_cmp(saving, '0') > 0, dec_div(one_time_cost, saving, 4), null) as payback_months,
       price_source, reason, change_json, plan_id as plan, rule_name as plan_rule,
       vault_arn as vault,
       (select json_object(
                 'points', count(*), 'movable', sum(movable),
                 'billed_warm', money(dec_sum(billed_warm)),
                 'saving', money(dec_sum(iif(movable, saving, null))),
                 'changes', json_group_array(json_object(
                   'BackupVaultName', vault_name, 'RecoveryPointArn', arn,
                   'Lifecycle', json_object('MoveToColdStorageAfterDays', warm_days,
                                            'DeleteAfterDays', delete_after_days)))
                   filter (where movable))
        from (select * from cold_point c where c.group_id = p.group_id order by c.arn)
        having count(*) > 0) as existing_points_json
from tiering_proposal p
order by case verdict when 'accept' then 1 when 'held' then 2 when 'reject' then 3 else 4 end,
         dec_sub(dec_mul(saving, 12), one_time_cost) is null,
         dec_sub(dec_mul(saving, 12), one_time_cost) collate decimal desc,
         kind, reason, resource, account, region, vault_arn, plan_id, rule_id, to_class;
