-- id: RTO_RPO_DEFINITION
-- title: Every tier states its RTO and RPO, and measurement meets them
-- severity: critical
-- why: An objective that nobody wrote down cannot be met, and one that nobody measured may
--    not be.
-- needs: inventory backup.list-restore-jobs backup.list-backup-jobs backup.list-backup-vaults
--    backup.list-recovery-points-by-backup-vault
-- scan: yes
-- remediation: State rto and rpo of the tier in the policy; shorten the schedule or replicate
--    where the measured RPO is worse; test restores until the RTO is shown.
with measured as (
  select t.id, t.rto, t.rpo, run.policy_present,
         (select count(*) from known_resource r where r.in_scope = 1 and r.tier = t.id) as n,
         (select count(*) from known_resource r left join rpo p on p.arn = r.arn
           where r.in_scope = 1 and r.tier = t.id and (p.known is null or p.known = 0 or p.achieved is null)) as n_unknown,
         (select max(p.achieved) from known_resource r join rpo p on p.arn = r.arn
           where r.in_scope = 1 and r.tier = t.id) as worst_rpo,
         (select max(x.seconds) from restore x where x.tier = t.id and x.status = 'COMPLETED') as worst_rto
    from tier t join run
)
select 'tier:' || id as resource, null as account, null as region, id as tier,
       case
         when n = 0 then 'not_applicable'
         when not policy_present then 'insufficient_data'
         when rto is null or rpo is null then 'fail'
         when worst_rpo > rpo or worst_rto > rto then 'fail'
         when n_unknown > 0 or worst_rto is null then 'insufficient_data'
         else 'pass'
       end as verdict,
       case
         when n = 0 then 'no resource is in this tier'
         when not policy_present then 'no policy states objectives'
         when rto is null and rpo is null then 'neither RTO nor RPO is stated'
         when rto is null then 'no RTO is stated'
         when rpo is null then 'no RPO is stated'
         when worst_rpo > rpo then 'the worst gap between recovery points is ' || duration_text(worst_rpo) || ', the RPO ' || duration_text(rpo)
         when worst_rto > rto then 'the longest restore took ' || duration_text(worst_rto) || ', the RTO is ' || duration_text(rto)
         when n_unknown > 0 then 'stated, but the RPO of ' || n_unknown || ' of ' || n || ' resources was not measured'
         when worst_rto is null then 'stated, but no restore has shown the RTO'
         else 'worst gap ' || duration_text(worst_rpo) || ' of ' || duration_text(rpo) || ', longest restore ' || duration_text(worst_rto) || ' of ' || duration_text(rto)
       end as reason,
       null as source_id, null as pointer
  from measured;
