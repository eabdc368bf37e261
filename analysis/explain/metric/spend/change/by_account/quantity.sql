-- what: the part of that change that is quantity
-- formula: (quantity now - quantity then) x cost then / quantity then, of each line of both months
-- input: {self}.after
-- input: {self}.before
select dec_sum(quantity) as value from spend_part where account = :account
