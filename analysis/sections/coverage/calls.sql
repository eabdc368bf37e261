-- Every call that is needed or was made, per account and region, and how it ended: the
-- worst of its items is its status, the counts are items (one where it takes none).
select account, region, call,
       case when never_run > 0 then 'never_run' when refused > 0 then 'refused'
            when failed > 0 then 'failed' when truncated > 0 then 'truncated'
            when collected > 0 then 'collected' when empty > 0 then 'empty'
            else 'not_configured' end as status,
       iif(needed, 'true', 'false') as needed_json,
       collected, empty, not_configured, refused, failed, truncated, never_run
from call_outcome
order by account, region, call;
