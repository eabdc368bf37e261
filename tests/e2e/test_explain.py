# SPDX-License-Identifier: Apache-2.0
"""What stands behind a verdict or a figure, and whether it is still so."""

import json
import pathlib
import shutil
import subprocess
import tempfile

import harness
from harness import EXAMPLE

OWN = ["--policy", EXAMPLE / "policy.json", "--exceptions", EXAMPLE / "exceptions.json",
       "--attestations", EXAMPLE / "attestations.json"]


class Explain(harness.Case):
    """The example, copied and ingested once; what a test changes it puts back."""

    @classmethod
    def setUpClass(cls):
        cls.home = pathlib.Path(tempfile.mkdtemp(prefix="drledger-test-"))
        cls.addClassCleanup(shutil.rmtree, cls.home, ignore_errors=True)
        cls.input = cls.home / "input"
        shutil.copytree(EXAMPLE, cls.input)
        subprocess.run([harness.DRLEDGER, "ingest", "-q", "input/bills", "input/inventory"],
                       cwd=cls.home, check=True, capture_output=True)

    def run_tool(self, *arguments, **how):
        return super().run_tool(*arguments, **{"cwd": self.home, **how})

    def explain(self, what, *options, expect=0):
        return json.loads(self.run_tool("explain", what, "--json", *OWN, *options, expect=expect).stdout)

    def coverage(self):
        return json.loads(self.run_tool("coverage", "--json", *OWN).stdout)["coverage"]

    def keep(self, path):
        """Puts the bytes of a file back when the test ends."""
        before = path.read_bytes()
        self.addCleanup(path.write_bytes, before)
        return before


class Rules(Explain):
    def test_population(self):
        """the population of a rule is the sum of its four verdicts, and of its findings"""
        for rule in self.coverage()["rules"][::4]:
            answer = self.explain(rule["id"])["rule"]
            n = answer["population"]
            verdicts = ("pass", "fail", "not_applicable", "insufficient_data")
            self.assertEqual(n["in_scope"], sum(n[v] for v in verdicts))
            self.assertEqual(n["in_scope"], len(answer["findings"]))
            for verdict in verdicts:
                self.assertEqual(n[verdict], rule[verdict])
            self.assertEqual(answer["missing"], rule["missing"])
            source = (harness.SOURCE / "analysis" / answer["file"]).read_text()
            self.assertEqual(answer["sql"], source)

    def test_value(self):
        """a finding shows the value that stands where its evidence points"""
        findings = {f["resource"].split(":")[-1]: f for f in self.explain("rds_backup")["rule"]["findings"]}
        evidence = findings["staging-db"]["evidence"][0]
        self.assertEqual((evidence["now"], evidence["value"]), ("unchanged", 0))
        self.assertNotIn("location", json.dumps(findings))

    def test_changed_and_gone(self):
        """evidence that has changed ends with 1, evidence that is gone with 4, and each is named"""
        path = self.input / "inventory" / "203040506070/eu-west-1/rds.describe-db-instances.json"
        answer = json.loads(self.keep(path))
        answer["DBInstances"][2]["BackupRetentionPeriod"] = 9
        path.write_text(json.dumps(answer))
        rule = self.explain("RDS_BACKUP", expect=1)["rule"]
        now = {e["path"].split("/")[-1]: e for f in rule["findings"] for e in f["evidence"]
               if f["verdict"] == "fail"}
        self.assertEqual(now["rds.describe-db-instances.json"]["now"], "changed since it was read")
        self.assertEqual(now["rds.describe-db-instances.json"]["value"], 9)
        path.unlink()
        rule = self.explain("RDS_BACKUP", expect=4)["rule"]
        self.assertIn("gone", {e["now"] for f in rule["findings"] for e in f["evidence"]})
        self.assertEqual(len(rule["findings"]), rule["population"]["in_scope"])

    def test_parameters(self):
        """a parameter shows the policy's value beside its default"""
        policy = json.loads((EXAMPLE / "policy.json").read_text())
        policy["params"] = {**policy.get("params", {}), "rds_min_retention_days": 9}
        mine = self.write("policy.json", json.dumps(policy))
        rule = json.loads(self.run_tool("explain", "RDS_BACKUP", "--json", "--policy", mine).stdout)["rule"]
        params = {p["name"]: (p["value"], p["default"]) for p in rule["params"]}
        self.assertEqual(params["rds_min_retention_days"], ("9", "7"))

    def test_tables(self):
        """the tables are 100 columns wide at most, and --rows limits the findings"""
        text = self.run_tool("explain", "BACKUP_RETENTION", "--rows", "2", *OWN).stdout
        head = text.split("as run:")[0]
        for line in head.splitlines():
            self.assertLessEqual(len(line), 100, line)
        self.assertRegex(head, r"\d+ more findings; --rows 0 or --json lists all")


class Resources(Explain):
    def test_names(self):
        """an ARN, a bare id and a name mean the resource; part of an id means nothing"""
        arn = "arn:aws:rds:eu-west-1:203040506070:db:dispatch-db"
        for name in (arn, "dispatch-db"):
            self.assertEqual(self.explain(name)["resource"]["resource"], arn)
        self.assertEqual(self.explain("meridian-media")["resource"]["resource"], "arn:aws:s3:::meridian-media")
        self.run_tool("explain", "dispatch-d", expect=2)
        volumes = self.explain("vol-*")["matches"]
        self.assertGreater(len(volumes), 1)
        short = volumes[0]["resource"].split("/")[-1][:-1]
        self.run_tool("explain", short, expect=2)

    def test_all_of_it(self):
        """a resource shows state, tier and why, plans, points, restores and every rule's finding"""
        answer = self.explain("dispatch-db")["resource"]
        self.assertEqual((answer["state"], answer["tier"]), ("protected", "tier-1"))
        self.assertEqual(answer["tier_because"], "its tag says '1'")
        self.assertEqual([p["name"] for p in answer["plans"]], ["silver"])
        self.assertEqual(len(answer["restores"]), 1)
        self.assertGreater(len(answer["points"]), 10)
        findings = {f["rule"]: f for f in answer["findings"]}
        self.assertEqual(findings["CROSS_REGION_BACKUP"]["exception"], "EX-2024-031")
        for point in answer["points"]:
            for evidence in point["evidence"]:
                self.assertEqual(evidence["now"], "unchanged")
                self.assertIsNotNone(evidence["value"])

    def test_nearest(self):
        """what nothing is called gets the nearest rule suggested"""
        self.assertIn("did you mean 'S3_CRR'?", self.run_tool("explain", "S3_CRRR", expect=2).stderr)


if __name__ == "__main__":
    harness.main()
