-- object
select money((select dec_sum(saving) from tiering_proposal where verdict = 'accept'))
         as net_monthly_saving,
       iif(exists (select 1 from tiering_missing), 'false', 'true') as complete_json,
       (select json_group_array(call) from (select call from tiering_missing order by call))
         as missing_json;
