-- id: DR_COST_OPTIMIZATION
-- title: Little is paid for backups that protect nothing
-- severity: medium
-- why: Orphaned, expired and needlessly warm points cost money every month and add no
--    coverage.
-- needs: bill backup.list-backup-vaults backup.list-recovery-points-by-backup-vault
--    ec2.describe-snapshots ec2.describe-volumes ec2.describe-instances rds.describe-db-instances
--    rds.describe-db-clusters rds.describe-db-snapshots rds.describe-db-cluster-snapshots
--    dynamodb.list-tables dynamodb.list-backups efs.describe-file-systems s3api.list-buckets
--    fsx.describe-file-systems fsx.describe-volumes fsx.describe-backups redshift.describe-clusters
--    redshift.describe-cluster-snapshots elasticache.describe-replication-groups
--    elasticache.describe-snapshots memorydb.describe-clusters memorydb.describe-snapshots
--    timestream-write.list-tables storagegateway.list-volumes drs.describe-recovery-instances
-- param: max_waste_share decimal 0.05  Share of an account's DR cost that may be waste.
-- param: warm_days integer 90  Days after which a point that could be cold counts as waste.
-- param: drill_days integer 7  Days that the instances of a drill may run.
-- scan: yes
-- remediation: Delete orphaned points after a check of legal holds, give warm points a
--    lifecycle, and see `drledger tiering` for what it saves.
with wasted as (
  -- Of a service that the account no longer uses nobody asks for the snapshots.
  select o.arn, o.account, 'orphaned' as why
    from orphan_point o
    left join snapshot s on s.arn = o.arn
   where o.live = 1
     and (s.arn is null or s.kind in ('ebs', 'rds', 'rds_cluster', 'dynamodb')
          or exists (select 1 from known_resource r
                      where r.account = s.account and r.region = s.region
                        and lower(r.type) = s.kind and r.in_scope = 1))
  union
  select p.arn, p.account, 'expired'
    from recovery_point p join run
   where p.status = 'EXPIRED' or (p.delete_at < run.as_of and p.status not in ('DELETING', 'CREATING'))
  union
  select p.arn, p.account, 'warm for more than ' || :warm_days || ' days'
    from recovery_point p
    join run
    join resource_type y on y.type = p.resource_type and y.cold = 1 and y.fully_managed = 1
   where p.status = 'COMPLETED' and p.cold_after_days is null and coalesce(p.storage_class, 'WARM') = 'WARM'
     and p.arn like 'arn:%:backup:%'
     and unixepoch(run.as_of) - unixepoch(p.created_at) > :warm_days * 86400
     and (p.delete_at is null or unixepoch(p.delete_at) - unixepoch(run.as_of) >= 90 * 86400)
  union
  -- Elastic Disaster Recovery ends no drill by itself.
  select 'arn:' || partition(a.region) || ':ec2:' || a.region || ':' || a.account || ':instance/'
           || json_extract(i.value, '$.ec2InstanceID'), a.account, 'left by a drill'
    from answer_page a
    join json_each(a.page, '$.items') i
    join run
   where a.call = 'drs.describe-recovery-instances' and json_extract(i.value, '$.isDrill') = 1
     and json_extract(i.value, '$.ec2InstanceState') = 'RUNNING'
     and unixepoch(run.as_of) - unixepoch(utc(json_extract(i.value, '$.pointInTimeSnapshotDateTime'))) > :drill_days * 86400
),
-- One reason for each point: the first that holds.
point_waste as (
  select arn, account, min(case why when 'orphaned' then 1 when 'expired' then 2 when 'left by a drill' then 4 else 3 end) as kind
    from wasted group by arn
),
line as (
  select b.account, coalesce(b.resource_arn, b.resource) as resource, b.cost, b.source_id, b.mechanism
    from bill_line b join run on b.month = run.month
   where b.mechanism is not null or coalesce(b.resource_arn, b.resource) in (select arn from point_waste where kind = 4)
),
spent as (
  select account, dec_sum(cost) as cost, min(source_id) as source_id from line where mechanism is not null group by account
),
waste as (
  select w.account, count(*) as n,
         count(*) filter (where w.kind = 1) as n_orphaned,
         count(*) filter (where w.kind = 2) as n_expired,
         count(*) filter (where w.kind = 3) as n_warm,
         count(*) filter (where w.kind = 4) as n_drill,
         count(*) filter (where c.cost is null) as n_unpriced,
         dec_sum(c.cost) as cost
    from point_waste w
    left join (select resource, dec_sum(cost) as cost from line
                where resource in (select arn from point_waste) group by resource) c on c.resource = w.arn
   group by w.account
),
billed as (select distinct b.account from bill_line b join run on b.month = run.month),
judged as (
  select a.account, run.month, b.account is null as unbilled, s.cost, s.source_id,
         coalesce(w.cost, '0') as waste, w.n, w.n_orphaned, w.n_expired, w.n_warm, w.n_drill, coalesce(w.n_unpriced, 0) as n_unpriced,
         dec_cmp(coalesce(w.cost, '0'), dec_mul(coalesce(s.cost, '0'), :max_waste_share)) > 0 as too_much
    from (select account from inventory_scope union select account from billed) a
    join run
    left join billed b on b.account = a.account
    left join spent s on s.account = a.account
    left join waste w on w.account = a.account
)
select 'account:' || account as resource, account, null as region, null as tier,
       case
         when month is null or unbilled then 'insufficient_data'
         when too_much then 'fail'
         when n_unpriced > 0 then 'insufficient_data'
         when cost is null or dec_cmp(cost, '0') = 0 then 'not_applicable'
         else 'pass'
       end as verdict,
       case
         when month is null then 'no bill is loaded'
         when unbilled then 'the bill of ' || month || ' has no line of this account'
         when too_much or n_unpriced = 0 and n > 0
           then money(dec_round(waste, 2)) || ' of ' || money(dec_round(coalesce(cost, '0'), 2)) || ' is paid for ' || n_orphaned || ' orphaned, '
                || n_expired || ' expired and ' || n_warm || ' needlessly warm points'
                || iif(n_drill > 0, ' and ' || n_drill || ' instances left by a drill', '')
         when n_unpriced > 0 then n_unpriced || ' orphaned, expired or needlessly warm points or instances of a drill, whose cost the bill does not tell'
         when cost is null or dec_cmp(cost, '0') = 0 then 'no DR spend in ' || month
         else 'nothing of ' || money(dec_round(cost, 2)) || ' is paid for orphaned, expired or needlessly warm points or instances left by a drill'
       end as reason,
       source_id, null as pointer
  from judged;
