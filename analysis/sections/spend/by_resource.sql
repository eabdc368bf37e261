-- DR spend by what it protects; a copy whose source is not known, or what protects nothing
-- by itself, stands under its own name.
select coalesce(source_arn, resource_arn, nullif(resource, ''), 'none') as resource,
  money(dec_sum(cost)) as cost
from bill_line
where month = (select month from run) and mechanism is not null
group by 1
order by 1;
