-- call: ec2.describe-snapshots
-- items: /Snapshots
-- scope: region
-- required: /SnapshotId /State
-- times: /StartTime
-- A snapshot's ARN has no account. A copy has no volume (vol-ffffffff) and says in its
-- description what it is a copy of.
insert into snapshot(source_id, pointer, arn, id, kind, account, region, resource_arn, origin, state, tier,
  created_at, encrypted, key_arn, bytes, copy_of_arn, description)
select :source, :pointer, 'arn:' || partition(:region) || ':ec2:' || :region || '::snapshot/' || id, id, 'ebs',
  owner, :region,
  case when volume <> 'vol-ffffffff'
    then 'arn:' || partition(:region) || ':ec2:' || :region || ':' || owner || ':volume/' || volume end,
  case
    when description like '%AWS Backup%' or exists (
      select 1 from json_each(:item, '$.Tags') as t where t.value ->> '$.Key' like 'aws:backup:%') then 'awsbackup'
    when exists (select 1 from json_each(:item, '$.Tags') as t
      where t.value ->> '$.Key' like 'aws:dlm:%' or t.value ->> '$.Key' = 'dlm:managed') then 'dlm'
    when description like '[Copied snap-% from %]%' then 'copy'
    else 'manual' end,
  :item ->> '$.State', coalesce(:item ->> '$.StorageTier', 'standard'), utc(:item ->> '$.StartTime'),
  :item ->> '$.Encrypted', :item ->> '$.KmsKeyId', (:item ->> '$.VolumeSize') * 1073741824,
  case when description like '[Copied snap-% from %]%' then
    'arn:' || partition(:region) || ':ec2:' ||
    substr(description, instr(description, ' from ') + 6,
           instr(description, ']') - instr(description, ' from ') - 6) ||
    '::snapshot/' || substr(description, 9, instr(description, ' from ') - 9) end,
  description
from (select :item ->> '$.SnapshotId' as id, coalesce(:item ->> '$.OwnerId', :account) as owner,
        coalesce(:item ->> '$.VolumeId', 'vol-ffffffff') as volume,
        coalesce(:item ->> '$.Description', '') as description);
