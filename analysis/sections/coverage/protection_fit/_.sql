-- object
-- Whether the evidence is complete that this rests on: a replica that was not listed is not seen.
select case when exists (select 1 from call_gap where states)
              or not exists (select 1 from inventory_scope) then 'false' else 'true' end as complete_json;
