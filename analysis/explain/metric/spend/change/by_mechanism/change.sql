-- what: how the DR spend of one mechanism changed
-- formula: after - before
-- input: {self}.after
-- input: {self}.before
select dec_sub(:after, :before) as value
