#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes examples/organization, the invented organisation that `drledger demo` runs on.

    generate.py           write the files
    generate.py --check   compare what is there with what would be written
"""

import gzip
import hashlib
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import bill
import inventory
from organization import (
    DR, HOME, dispatch_db, ledger_standby, reports_data)

ROOT = pathlib.Path(__file__).resolve().parents[2] / "examples" / "organization"

POLICY = {
    "schema": "drledger/policy/1",
    "organization": "Meridian Freight",
    "home_regions": [HOME], "dr_regions": [DR],
    "tags": {"tier": ["dr-tier"], "application": ["application"], "owner": ["owner"]},
    "tiers": [
        {"id": "tier-0", "name": "Mission critical", "match": ["0"], "strategy": "warm_standby",
         "rto": "PT1H", "rpo": "PT24H", "min_retention_days": 35, "cross_region": True,
         "restore_test_days": 90},
        {"id": "tier-1", "name": "Business critical", "match": ["1"], "strategy": "pilot_light",
         "rto": "PT4H", "rpo": "PT24H", "min_retention_days": 35, "cross_region": True,
         "restore_test_days": 90},
        {"id": "tier-2", "name": "Important", "match": ["2"], "strategy": "backup_and_restore",
         "rto": "PT24H", "rpo": "P7D", "min_retention_days": 35, "cross_region": False,
         "restore_test_days": 365},
        {"id": "tier-3", "name": "Standard", "match": ["3"], "strategy": "backup_and_restore",
         "rto": "P3D", "rpo": "P7D", "min_retention_days": 7, "cross_region": False,
         "restore_test_days": 365}],
    "default_tier": "tier-3",
    "assign": [{"tier": "tier-0", "arns": ["arn:aws:rds:*:*:db:ledger*"]}],
    "out_of_scope": [{"arns": ["arn:aws:s3:::*-access-logs"], "reason": "written again from source"},
                     {"arns": [ledger_standby.arn], "reason": "standby, rebuilt from ledger-app"}],
    "standby": [{"tag": "dr-role=standby"}],
    "budget": {f"2024-{month:02d}": "700.00" for month in range(1, 13)}}

DECISION = """Decision 2024-031, 14 May 2024

The dispatch database holds delivery addresses that a customer's contract keeps in Ireland.
A copy in another region is not possible before the contract is renewed in March 2025.
In its place: automated backups with point-in-time recovery, and a nightly snapshot.

Approved by the chief information officer.
"""

RUNBOOK = """Ledger: fail over to Frankfurt

1. The incident lead declares the failover.
2. Promote the copy of the ledger database in eu-central-1.
3. Scale the standby application servers to full size.
4. Point ledger.meridian.example to the standby.
5. Check today's closing balance against the last nightly report.

Reviewed on 2 May 2024 by the finance platform team.
"""


def sha256(text):
    return hashlib.sha256(text.encode()).hexdigest()


def own_files():
    evidence = lambda path, text: [{"file": path, "sha256": sha256(text)}]

    def exception(number, rule, resource, path, kind, approved, expires, reason, **more):
        return {"id": number, "rule": rule, "resources": [resource], "path": path, "kind": kind,
                "reason": reason, "compensating_controls": [], "owner": "dispatch team",
                "approver": "A. Fontaine, CIO", "approved_on": approved, "expires_on": expires,
                "evidence": []} | more

    exceptions = [
        exception("EX-2024-031", "CROSS_REGION_BACKUP", dispatch_db.arn,
                  "cross_region_not_feasible", "mitigated", "2024-05-14", "2025-03-31",
                  "Delivery addresses stay in Ireland by contract",
                  compensating_controls=["automated backups", "nightly snapshot"],
                  evidence=evidence("evidence/decision-2024-031.txt", DECISION)),
        exception("EX-2024-012", "BACKUP_ENCRYPTION", reports_data.arn, "encryption_not_possible",
                  "waived", "2024-02-01", "2024-08-31", "The volume is to be replaced by the summer",
                  owner="analytics team"),
        exception("EX-2023-044", "BACKUP_TESTING", "arn:aws:rds:*:*:db:crm-*", "dr_test_not_possible",
                  "waived", "2023-11-20", "2024-11-20", "The CRM moved to a vendor",
                  owner="sales systems")]

    def attestation(rule, scope, statement, made, until, proof):
        return {"rule": rule, "scope": scope, "statement": statement, "author": "M. Okafor",
                "made_on": made, "valid_until": until, "evidence": proof}

    attestations = [
        attestation("DR_RUNBOOKS", ["ledger"], "The runbook was reviewed and is current",
                    "2024-05-02", "2025-05-02", evidence("evidence/runbook-ledger.txt", RUNBOOK)),
        attestation("DR_COMMUNICATION", ["ledger"], "The contact list was called through",
                    "2023-09-01", "2024-09-01", []),
        attestation("DR_TESTING_SCHEDULE", ["ledger"], "Fail-over exercise held, four hours",
                    "2024-06-19", "2025-06-19", [])]
    dump = lambda value: json.dumps(value, indent=2) + "\n"
    return {
        "policy.json": dump(POLICY),
        "exceptions.json": dump({"schema": "drledger/exceptions/1", "exceptions": exceptions}),
        "attestations.json": dump({"schema": "drledger/attestations/1",
                                   "attestations": attestations}),
        "evidence/decision-2024-031.txt": DECISION,
        "evidence/runbook-ledger.txt": RUNBOOK}


def build():
    files = {path: text.encode() for path, text in own_files().items()}
    files |= {"bills/" + path: data for path, data in bill.build().items()}
    files |= {"inventory/" + path: text.encode() for path, text in inventory.build().items()}
    return files


def plain(path, data):
    """What counts when comparing: compressed bytes depend on the zlib that made them."""
    return gzip.decompress(data) if path.endswith(".gz") else data


def check(files):
    there = {str(p.relative_to(ROOT)): p.read_bytes() for p in ROOT.rglob("*") if p.is_file()}
    for path in sorted(set(files) ^ set(there)):
        print("only generated:" if path in files else "not generated:", path)
    changed = [p for p in sorted(set(files) & set(there))
               if plain(p, files[p]) != plain(p, there[p])]
    for path in changed:
        print("differs:", path)
    if changed or set(files) != set(there):
        sys.exit("run tests/examples/generate.py and commit what it writes")
    print(f"ok: {len(files)} example files are as generated")


def main():
    files = build()
    if sys.argv[1:] == ["--check"]:
        check(files)
        return
    for old in (p for p in sorted(ROOT.rglob("*")) if p.is_file()):
        if str(old.relative_to(ROOT)) not in files:
            old.unlink()
    for path, data in files.items():
        (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / path).write_bytes(data)


if __name__ == "__main__":
    main()
