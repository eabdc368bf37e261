-- What ends after the as-of time, the soonest first: exceptions and attestations in force,
-- and the days until which a vault's lock can still be taken away.
with dated(kind, id, about, ends_on, who) as (
  select 'exception', id, rule, expires_on, owner
    from exception where status in ('active', 'unused')
  union
  select 'attestation', number, rule, valid_until, author from attestation where status = 'valid'
  union
  select 'vault_lock', arn, name, substr(max(lock_date), 1, 10), null
    from backup_vault where locked = 1 and lock_date is not null group by arn
)
select d.kind, cast(d.id as text) as id, d.about, d.ends_on,
       (unixepoch(d.ends_on) - unixepoch(substr(r.as_of, 1, 10))) / 86400 as days, d.who
  from dated d join run r on d.ends_on >= substr(r.as_of, 1, 10)
 order by d.ends_on, d.kind, d.id;
