-- what: the share of the resources in scope that is protected
-- formula: protected / in scope, 4 decimals, half to even
-- input: coverage.headline.protected
-- input: coverage.headline.in_scope
select ratio(:protected, :in_scope) as value
