-- object
-- In scope = pass + fail + not_applicable + insufficient_data.
select count(*) as in_scope,
       count(*) filter (where verdict = 'pass') as pass,
       count(*) filter (where verdict = 'fail') as fail,
       count(*) filter (where verdict = 'not_applicable') as not_applicable,
       count(*) filter (where verdict = 'insufficient_data') as insufficient_data
  from finding
 where rule = :rule;
