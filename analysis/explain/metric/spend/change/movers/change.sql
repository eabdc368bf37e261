-- what: how one line changed
-- formula: after - before
-- input: {self}.after
-- input: {self}.before
select dec_sub(:after, :before) as value
