-- Verdict and coverage of each rule.
with counted as (
  select r.id, r.title, r.severity, r.why, r.remediation, r.placeholder,
         count(f.rule) filter (where f.verdict = 'pass') as pass,
         count(f.rule) filter (where f.verdict = 'fail') as fail,
         count(f.rule) filter (where f.verdict = 'not_applicable') as not_applicable,
         count(f.rule) filter (where f.verdict = 'insufficient_data') as insufficient_data,
         count(f.rule) filter (where f.overlay = 'excepted') as excepted,
         count(f.rule) filter (where f.verdict <> 'not_applicable' and f.monthly_cost is null) as cost_unknown,
         dec_sum(f.monthly_cost) filter (where f.verdict = 'pass') as cost_pass,
         dec_sum(f.monthly_cost) filter (where f.verdict <> 'not_applicable') as cost_judged,
         (select json_group_array(missing) from (select missing from rule_gap g where g.rule = r.id order by missing)) as missing,
         not exists (select 1 from rule_gap g where g.rule = r.id)
           and (not r.needs_bill or exists (select 1 from run where month is not null))
           and (exists (select 1 from inventory_scope)
                or not exists (select 1 from rule_need n where n.rule = r.id and n.uses = 0 and n.call <> 'bill')) as complete
    from rule r left join finding f on f.rule = r.id
   group by r.id
)
select id, title, severity, why, remediation,
       case when fail > 0 then 'fail'
            when insufficient_data > 0 or not complete or placeholder then 'insufficient_data'
            when pass > 0 then 'pass'
            when not_applicable > 0 or exists (select 1 from inventory_scope) then 'not_applicable'
            else 'insufficient_data' end as verdict,
       pass, fail, not_applicable, insufficient_data, excepted,
       ratio(pass, pass + fail + insufficient_data) as coverage,
       ratio(cost_pass, cost_judged) as coverage_by_cost,
       cost_unknown,
       iif(complete, 'true', 'false') as complete_json,
       missing as missing_json
  from counted
 order by id;
