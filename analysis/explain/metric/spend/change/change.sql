-- what: how DR spend changed
-- formula: after - before
-- input: spend.change.after
-- input: spend.change.before
select dec_sub(:after, :before) as value
