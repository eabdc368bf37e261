-- The reverse for S3: a class that costs more than Standard would. It is billed at least 128 KiB
-- an object (SmObjects) or 40 KiB of overhead, so small objects cost more than in Standard.
-- Only storage and overhead decide; reads and early deletions of one month are no steady
-- state: where only they tip it, cannot_tell.

create temp table s3_reverse as
select s.*, p.rate as warm_rate, p.source as price_source,
       dec_sub(s.stored_cost, dec_mul(s.gb, p.rate)) as saving,
       dec_sub(s.full_cost, dec_mul(s.gb, p.rate)) as saving_with_access
from s3_stored s
join (select region, rate, source, min(rank) from unit_price
      where suffix = 'TimedStorage-ByteHrs' and operation = 'StandardStorage' group by region) p
  on p.region = s.region
where s.class <> 'STANDARD' and dec_cmp(s.gb, '0') > 0;

insert into tiering_proposal(kind, resource, account, region, verdict, from_class, to_class, gb,
                             saving, one_time_cost, price_source, reason, change_json, plan_id,
                             rule_id, rule_name, vault_arn)
select 'reverse', source, account, region,
       iif(dec_cmp(saving, '0') > 0, 'accept', 'cannot_tell'), class, 'STANDARD', gb,
       iif(dec_cmp(saving, '0') > 0, saving, null), '0', price_source,
       iif(dec_cmp(saving, '0') > 0,
           class || ' with what it bills for small objects or for watching them costs '
           || dec_round(dec_div(stored_cost, gb, 20), 6) || ' a GB-month, Standard '
           || dec_round(warm_rate, 6)
           || '; keep them out; those in it stay until they are replaced',
           'dearer than Standard only through the reads or early deletions of this month'),
       case when dec_cmp(saving, '0') <= 0 then '{}'
            when class = 'INTELLIGENT_TIERING' then json_object('StorageClass', 'STANDARD')
            else json_object('Filter', json_object('ObjectSizeGreaterThan', 131072),
                             'Transitions', json_array(json_object('StorageClass', class))) end,
       null, null, null, null
from s3_reverse
where dec_cmp(saving_with_access, '0') > 0;

