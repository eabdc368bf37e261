-- The points that are there already, of each lifecycle that is proposed to go cold: a
-- changed plan is for new points only. What each has been billed in warm so far, and what
-- moving it saves over the days it has left. One that would be deleted before its 90 cold
-- days are over stays; so does one in a locked vault, whose lifecycle cannot be changed.

create temp table cold_point_fact as
select p.group_id, p.arn, p.vault_arn, p.delete_after_days, v.warm_days, v.cold_rate, v.by_day,
       coalesce(v.locked, 0) as locked,
       p.delete_after_days - p.age_days as days_left,
       max(v.warm_days - p.age_days, 0) as warm_days_left,
       (strftime('%s', (select as_of from run)) - strftime('%s', p.created_at) + 3599) / 3600 as hours,
       case when v.itemised then iif(p.created_at < (select month_start from run), b.gb, null)
            else dec_scale(v.gb, p.bytes, v.bytes) end as gb,
       case when v.itemised then b.cost else dec_scale(v.cost, p.bytes, v.bytes) end as cost
from warm_point p
join cold_verdict v on v.group_id = p.group_id and v.code = 'saves'
left join warm_point_bill b on b.arn = p.arn;

insert into held_case(id, gb, rate, hours, by_day)
select 'point ' || arn, gb, dec_div(cost, gb, 20), hours, by_day
from cold_point_fact where dec_cmp(gb, '0') > 0 and hours >= 0;

insert into cold_case
select 'point ' || f.arn, f.gb, f.cost, f.cold_rate, f.days_left, f.warm_days_left, p.cold_minimum_days
from cold_point_fact f, cold_parameter p
where dec_cmp(f.gb, '0') > 0 and f.days_left > 0;

create temp table cold_point as
select f.group_id, f.arn, substr(arn_part(f.vault_arn, 5), length('backup-vault:') + 1) as vault_name,
       f.gb, f.days_left, f.warm_days, f.delete_after_days,
       dec_div(h.cost, h.cost_divisor, 20) as billed_warm,
       coalesce(c.valid, 0) and not f.locked and dec_cmp(c.saving_life, '0') > 0 as movable,
       dec_div(c.saving_life, c.life_divisor, 20) as saving
from cold_point_fact f
left join held_model h on h.id = 'point ' || f.arn
left join cold_model c on c.id = 'point ' || f.arn;
create index temp.cold_point_group on cold_point(group_id);
