-- what: every row of one bill file that was kept
-- basis: unblended
select c.id as cost_id, c.unblended as part
  from cost c join source s on s.id = c.source_id
 where s.path = :path and s.sha256 = :sha256
