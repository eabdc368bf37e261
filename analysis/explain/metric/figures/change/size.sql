-- what: how large that difference is
-- formula: without its sign
-- input: figures.change.amount
select iif(dec_cmp(:amount, '0') < 0, dec_neg(:amount), :amount) as value
