-- what: the share of what a rule judges that passes
-- formula: pass / (pass + fail + insufficient data), 4 decimals, half to even
-- input: coverage.rules.{id}.pass
-- input: coverage.rules.{id}.fail
-- input: coverage.rules.{id}.insufficient_data
select ratio(:pass, :pass + :fail + :insufficient_data) as value
