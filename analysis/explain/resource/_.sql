-- object
-- What the inventory says of :resource, and how its tier was assigned.
select k.arn as resource, k.type, k.account, k.region, k.name, k.state as condition, k.role,
       k.root_arn as belongs_to, k.application, k.owner,
       iif(k.in_scope, 'true', 'false') as in_scope_json, k.out_reason,
       s.state, s.reason, s.newest_point_at, k.tier,
       case k.tier_method
         when 'assign' then
           'the policy assigns it (entry '
           || (select min(a.rank) from assignment a
                where a.tier = k.tier
                  and (a.arns is null or exists (select 1 from json_each(a.arns) p where arn_like(p.value, k.arn)))
                  and (a.accounts is null or k.account in (select value from json_each(a.accounts))))
           || ' of assign)'
         when 'tag' then 'its tag says ''' || (select value from tag_value v where v.arn = k.arn and v.kind = 'tier') || ''''
         when 'default' then 'the default tier of the policy'
       end as tier_because,
       p.target as rpo_target, p.achieved as rpo_achieved, t.rto as rto_target,
       (select max(r.seconds) from restore r where r.arn = k.arn) as rto_shown,
       (select count(*) from restore r where r.arn = k.arn and r.status = 'COMPLETED') as restores,
       money(c.own_cost) as own_cost, money(c.dr_cost) as dr_cost,
       (select json_group_array(json_set(f.file, '$.pointer', e.pointer))
          from (select k.source_id, k.pointer
                union select s.source_id, s.pointer where s.arn is not null) e
          join source_file f on f.id = e.source_id) as evidence_json
  from known_resource k
  left join resource_state s on s.arn = k.arn
  left join rpo p on p.arn = k.arn
  left join tier t on t.id = k.tier
  left join resource_cost c on c.arn = k.arn
 where k.arn = :resource;
