-- The resources that have less than their tier asks for, or more.
select f.arn as resource, f.tier, f.asked, f.seen, f.fit
from protection_fit f
where f.fit in ('under', 'over')
order by f.arn;
