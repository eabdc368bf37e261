-- What the bill and the inventory do not agree on: resources that keep data and stand in
-- one of them only.

create temp table billed_as as
select t.type, w.value as pattern
from resource_type as t, json_each('["' || replace(billed_as, ' ', '","') || '"]') as w
where billed_as <> '';

-- Billed in the month and not in the inventory: gone since, or never exported.
create temp table unlisted_resource as
select b.resource,
       coalesce((select t.type from billed_as as t where arn_like(t.pattern, b.resource)),
                iif(max(b.product = 'AmazonS3') and b.resource not like 'arn:%', 'S3', null)) as type,
       b.account, min(b.region) as region, dec_sum(b.cost) as cost
from bill_line as b
where b.month = (select month from run) and b.resource <> '' and b.how is null
  and coalesce(b.mechanism, 'standby_resources') = 'standby_resources'
group by b.resource, b.account;
delete from unlisted_resource where type is null;
