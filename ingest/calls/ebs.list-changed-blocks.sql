-- call: ebs.list-changed-blocks
-- scope: region
-- NAME is the ids of the two snapshots, the older one first: snap-1_snap-2. The answer does
-- not name them. A block without the second token is only in the first snapshot, and the
-- other way round.
insert into block_listing(source_id, pointer, account, region, first_snapshot, second_snapshot, block_size)
select :source, :pointer, :account, :region, rtrim(substr(:name, 1, second - 1), '_-., '),
  substr(:name, second), :item ->> '$.BlockSize'
from (select 5 + instr(substr(:name, 6), 'snap-') as second);

insert into block_run(source_id, first_index, last_index, in_first, in_second)
select :source, min(at), max(at), in_first, in_second
from (select at, in_first, in_second,
        at - row_number() over (partition by in_first, in_second order by at) as run
      from (select distinct value ->> '$.BlockIndex' as at,
              value ->> '$.FirstBlockToken' is not null as in_first,
              value ->> '$.SecondBlockToken' is not null as in_second
            from json_each(:item, '$.ChangedBlocks')))
group by in_first, in_second, run;
