-- Resources that keep data, stand in the month's bill and not in the inventory. Where the
-- place was not exported, nothing is known of them; else they are gone, or were left out.
select u.resource, u.type, u.account, u.region, money(u.cost) as monthly_cost,
       iif(exists (select 1 from inventory_scope as s
                   where s.account = u.account and s.region = u.region), 'true', 'false')
         as place_collected_json
from unlisted_resource as u
order by u.resource, u.account;
