-- what: the DR lines of the month before of one tier
select cost_id, cost as part from bill_line
 where month = (select previous_month from run) and mechanism is not null and coalesce(tier, 'unallocated') = :tier
