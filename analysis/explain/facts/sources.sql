-- The bill files behind the figure. `expected` is what their lines must come to.
select c.source_id, count(*) as facts, sum(c.n_lines) as lines, dec_sum(e.whole) as expected,
       f.file as file_json
  from explained e
  join cost c on c.id = e.cost_id
  join source_file f on f.id = c.source_id
 group by c.source_id
 order by f.file;
