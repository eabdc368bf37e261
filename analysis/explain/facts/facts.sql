-- The facts, the largest first; `first_row` is the row of the file where a fact begins.
with placed as (
  select cost_id, group_concat(distinct mechanism) as mechanism,
         group_concat(distinct coalesce(tier, 'unallocated')) as tier,
         group_concat(distinct method) as method, group_concat(distinct how) as how,
         group_concat(distinct application) as application,
         group_concat(distinct split_by) as split_by
    from bill_line
   where mechanism is not null
   group by cost_id
)
select e.cost_id, e.part as amount, iif(dec_cmp(e.part, e.whole) = 0, null, e.whole) as part_of,
       c.currency, c.n_lines as lines, c.first_line as first_row, c.month, c.account,
       u.product_code as product, u.usage_type, u.operation, c.line_type, c.resource,
       i.invoice_id as invoice, p.mechanism, iif(p.cost_id is null, null, p.tier) as tier, p.method,
       p.how, p.application,
       iif(dec_cmp(e.part, e.whole) = 0, null, p.split_by) as split_by, f.file as file_json
  from explained e
  join cost c on c.id = e.cost_id
  join usage_kind u on u.id = c.usage_id
  join invoice i on i.id = c.invoice_id
  join source_file f on f.id = c.source_id
  left join placed p on p.cost_id = e.cost_id
 order by iif(dec_cmp(e.part, '0') < 0, dec_neg(e.part), e.part) collate decimal desc,
          f.file, c.first_line
 limit :limit;
