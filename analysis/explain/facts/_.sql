-- object
-- How many facts and lines of the bill make up the figure, and what they come to. `whole` is
-- the sum of the lines, `sum` what the figure takes of them.
select count(*) as n_facts, coalesce(sum(c.n_lines), 0) as n_lines,
       dec_sum(e.part) as sum, dec_sum(e.whole) as whole,
       count(*) filter (where dec_cmp(e.part, e.whole) <> 0) as n_shared
  from explained e join cost c on c.id = e.cost_id;
