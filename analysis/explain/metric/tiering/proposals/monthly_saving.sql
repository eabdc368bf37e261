-- what: what a proposal saves a month in steady state
-- formula: as the reason of the proposal says, at the price of its source
-- unchecked: the model of its kind (analysis/steps/606 and on) has computed it
-- input: {self}.reason
-- input: {self}.price_source
-- input: {self}.from
-- input: {self}.to
-- input: {self}.gb
select p.saving as value, c.warm_cost as "cost of a month now, warm",
       c.cold_rate as "price of a GB-month in cold", c.retention_days as "days kept",
       c.warm_days as "of them warm", nullif(c.minimum_days, 0) as "days billed in cold at least"
  from tiering_proposal p
  left join cold_case c on c.id = cast(p.group_id as text)
 where p.kind = :kind and p.resource = :resource and p.account = :account and p.region = :region
   and p.verdict = :verdict and p.plan_id is :plan and p.rule_name is :plan_rule
   and p.vault_arn is :vault and p.from_class is :from and p.to_class is :to and p.reason = :reason
 limit 1
