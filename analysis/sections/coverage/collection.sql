-- What was collected, per account and region: its calls and items by how they ended, and
-- how old the newest event in them is.
select o.account, o.region,
       sum(o.collected + o.empty + o.not_configured + o.refused + o.failed + o.truncated
           + o.never_run) as items,
       sum(o.collected) as collected, sum(o.empty) as empty,
       sum(o.not_configured) as not_configured, sum(o.refused) as refused,
       sum(o.failed) as failed, sum(o.truncated) as truncated, sum(o.never_run) as never_run,
       e.newest_event,
       max(unixepoch(run.as_of) - unixepoch(e.newest_event), 0) as age
from call_outcome as o
left join (select account, region, max(newest_event) as newest_event from source
           where call is not null group by account, region) as e
  on e.account = o.account and e.region = o.region, run
group by o.account, o.region
order by o.account, o.region;
