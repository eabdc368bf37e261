-- what: how much it moved
-- formula: without its sign
-- input: {self}.change
select iif(dec_cmp(:change, '0') < 0, dec_neg(:change), :change) as value
