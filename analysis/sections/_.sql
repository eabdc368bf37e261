-- object
-- What the result is about.
select r.month, r.as_of, r.currency, r.cost_basis, p.organization,
  json_object('present', json(iif(r.policy_present, 'true', 'false')),
              'digest', iif(p.digest is null, null, 'sha256:' || p.digest)) as policy_json
from run r, policy_file p;
