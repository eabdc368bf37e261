-- call: ebs.list-snapshot-blocks
-- scope: region
-- NAME is the snapshot's id. Blocks are kept as runs: a large volume has millions.
insert into block_listing(source_id, pointer, account, region, first_snapshot, second_snapshot, block_size)
values (:source, :pointer, :account, :region, null, :name, :item ->> '$.BlockSize');

insert into block_run(source_id, first_index, last_index, in_first, in_second)
select :source, min(at), max(at), 0, 1
from (select at, at - row_number() over (order by at) as run
      from (select distinct value ->> '$.BlockIndex' as at from json_each(:item, '$.Blocks')))
group by run;
