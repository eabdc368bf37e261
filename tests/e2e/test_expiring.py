# SPDX-License-Identifier: Apache-2.0
"""What ends soon, as seen from the as-of time."""

import json

import harness
from harness import EXAMPLE


def exception(number, expires_on):
    return {"id": f"EX-{number}", "rule": "RDS_BACKUP", "resources": ["*"], "kind": "waived",
            "reason": "R", "owner": "O", "approver": "A", "approved_on": "2024-01-01",
            "expires_on": expires_on}


def attestation(valid_until):
    return {"rule": "DR_RUNBOOKS", "scope": ["ledger"], "statement": "S", "author": "B",
            "made_on": "2024-01-01", "valid_until": valid_until}


class Expiring(harness.Case):
    def setUp(self):
        super().setUp()
        calls = self.dir / "111122223333" / "eu-west-1"
        calls.mkdir(parents=True)
        vaults = [{"BackupVaultName": f"v{day}", "Locked": True, "LockDate": f"2024-10-{day}T10:00:00Z",
                   "BackupVaultArn": f"arn:aws:backup:eu-west-1:111122223333:backup-vault:v{day}"}
                  for day in ("09", "30")]
        (calls / "backup.list-backup-vaults.json").write_text(json.dumps({"BackupVaultList": vaults}))
        self.write("exceptions.json", json.dumps({"schema": "drledger/exceptions/1", "exceptions": [
            exception(1, "2024-10-11"), exception(2, "2024-10-10"), exception(3, "2024-10-12"),
            exception(4, "2024-09-30")]}))
        self.write("attestations.json", json.dumps({"schema": "drledger/attestations/1", "attestations": [
            attestation("2024-10-05"), attestation("2024-09-01")]}))
        self.run_tool("ingest", calls)

    def expiring(self, days, as_of):
        out = self.run_tool("coverage", "--expiring-in", days, "--json", "--as-of", as_of,
                            "--exceptions", "exceptions.json", "--attestations", "attestations.json").stdout
        return [(e["kind"], e["id"].split(":")[-1], e["ends_on"], e["days"])
                for e in json.loads(out)["expiring"]]

    def test_soonest_first(self):
        """what ends within the days is listed, the soonest first, and nothing that has ended"""
        self.assertEqual(self.expiring(10, "2024-10-01T05:00:00Z"), [
            ("attestation", "1", "2024-10-05", 4), ("vault_lock", "v09", "2024-10-09", 8),
            ("exception", "EX-2", "2024-10-10", 9), ("exception", "EX-1", "2024-10-11", 10)])

    def test_as_of_counts(self):
        """days are counted from the as-of time, whatever the day is today"""
        self.assertEqual(self.expiring(0, "2024-10-12T23:00:00Z"), [("exception", "EX-3", "2024-10-12", 0)])
        self.assertEqual(self.expiring(0, "2025-10-12T23:00:00Z"), [])

    def test_table(self):
        """the table says what ends and whose it is, or that nothing does"""
        own = ["--exceptions", "exceptions.json", "--as-of", "2024-10-01T05:00:00Z"]
        text = self.run_tool("coverage", "--expiring-in", "10", *own).stdout
        self.assertRegex(text, r"2024-10-10 +9 +exception +EX-2 +RDS_BACKUP +O\n")
        text = self.run_tool("coverage", "--expiring-in", "3", *own).stdout
        self.assertIn("nothing ends within 3 days", text)
        self.run_tool("coverage", "--expiring-in", "soon", expect=2)


if __name__ == "__main__":
    harness.main()
