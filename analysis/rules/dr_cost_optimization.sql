-- id: DR_COST_OPTIMIZATION
-- title: Little is paid for backups that protect nothing
-- severity: medium
-- why: Orphaned, expired and needlessly warm points and drills that were left running cost
--    money every month and add no coverage.
-- needs: bill backup.list-backup-vaults backup.list-recovery-points-by-backup-vault
--    ec2.describe-snapshots ec2.describe-volumes ec2.describe-instances rds.describe-db-instances
--    rds.describe-db-clusters rds.describe-db-snapshots rds.describe-db-cluster-snapshots
--    dynamodb.list-tables dynamodb.list-backups efs.describe-file-systems s3api.list-buckets
--    fsx.describe-file-systems fsx.describe-volumes fsx.describe-backups redshift.describe-clusters
--    redshift.describe-cluster-snapshots elasticache.describe-replication-groups
--    elasticache.describe-snapshots memorydb.describe-clusters memorydb.describe-snapshots
--    timestream-write.list-tables storagegateway.list-volumes drs.describe-recovery-instances
-- param: max_waste_share decimal 0.05  Share of an account's DR cost that may be waste.
-- scan: yes
-- remediation: Delete orphaned points after a check of legal holds, give warm points a
--    lifecycle, end drills; `drledger spend --waste` lists each with its money.
with line as (
  -- The waste itself is found once, for this rule and the reports, in steps/700 and 710.
  select b.account, b.cost, b.source_id from bill_line b join run on b.month = run.month
   where b.mechanism is not null
),
spent as (
  select account, dec_sum(cost) as cost, min(source_id) as source_id from line group by account
),
item as (
  select account, sum(points) as n,
         sum(points) filter (where kind = 'orphan') as n_orphaned,
         sum(points) filter (where kind = 'expired') as n_expired,
         sum(points) filter (where kind = 'warm') as n_warm,
         count(*) filter (where kind = 'drill_instance') as n_drills,
         sum(points) filter (where cost is null) as n_unpriced
    from waste_item where judged group by account
),
paid as (
  select l.account, dec_sum(l.cost) as cost
    from waste_line l join waste_item i on i.item = l.item where i.judged group by l.account
),
billed as (select distinct b.account from bill_line b join run on b.month = run.month),
judged as (
  select a.account, run.month, b.account is null as unbilled, s.cost, s.source_id, coalesce(p.cost, '0') as waste,
         coalesce(w.n, 0) as n, coalesce(w.n_orphaned, 0) as n_orphaned, coalesce(w.n_expired, 0) as n_expired,
         coalesce(w.n_warm, 0) as n_warm, coalesce(w.n_drills, 0) as n_drills, coalesce(w.n_unpriced, 0) as n_unpriced,
         dec_cmp(coalesce(p.cost, '0'), dec_mul(coalesce(s.cost, '0'), :max_waste_share)) > 0 as too_much
    from (select account from inventory_scope union select account from billed) a
    join run
    left join billed b on b.account = a.account
    left join spent s on s.account = a.account
    left join item w on w.account = a.account
    left join paid p on p.account = a.account
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
                || iif(n_drills > 0, ' and ' || n_drills || iif(n_drills = 1, ' instance', ' instances') || ' left by a drill', '')
         when n_unpriced > 0 then n_unpriced || ' orphaned, expired or needlessly warm points or instances of a drill, whose cost the bill does not tell'
         when cost is null or dec_cmp(cost, '0') = 0 then 'no DR spend in ' || month
         else 'nothing of ' || money(dec_round(cost, 2)) || ' is paid for orphaned, expired or needlessly warm points or instances left by a drill'
       end as reason,
       source_id, null as pointer
  from judged;
