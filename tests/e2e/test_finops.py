# SPDX-License-Identifier: Apache-2.0
"""What the cost review says beyond totals: budget, forecast, unit costs, waste; each figure
against the same sum in Python's decimal."""

import json
import random
from decimal import Decimal, getcontext
from fractions import Fraction

import harness

HEADER = ("bill/PayerAccountId,bill/BillingPeriodStartDate,bill/InvoiceId,lineItem/UsageAccountId,"
          "lineItem/LineItemType,lineItem/UsageStartDate,lineItem/ProductCode,lineItem/UsageType,"
          "lineItem/Operation,lineItem/ResourceId,lineItem/UsageAmount,lineItem/CurrencyCode,"
          "lineItem/UnblendedCost,pricing/unit")
ACCOUNT = "111122223333"
getcontext().prec = 80


def line(month, cost, *, product="AWSBackup", usage="EU-WarmStorage-ByteHrs-EFS",
         operation="Storage", resource="", quantity="1", account=ACCOUNT, invoice="INV-1",
         kind="Usage"):
    return (f"{ACCOUNT},{month}-01T00:00:00Z,{invoice},{account},{kind},{month}-02T00:00:00Z,"
            f"{product},{usage},{operation},{resource},{quantity},USD,{cost},GB-Mo")


class Finops(harness.Case):
    def bill(self, month, *lines):
        self.write(f"bills/{month}/bill.csv", "\n".join([HEADER, *lines]) + "\n")
        self.run_tool("ingest", f"bills/{month}", "-q")

    def months(self, costs, estimated=()):
        for month, cost in costs.items():
            self.bill(month, line(month, cost, invoice="" if month in estimated else "INV-1"))

    def policy(self, **more):
        tiers = [{"id": "tier-0", "name": "Critical", "match": ["0"], "strategy": "backup_and_restore",
                  "rto": "PT1H", "rpo": "PT1H", "min_retention_days": 35, "cross_region": True,
                  "restore_test_days": 90},
                 {"id": "tier-3", "name": "Standard", "match": ["3"], "strategy": "backup_and_restore",
                  "rto": "PT24H", "rpo": "PT24H", "min_retention_days": 7, "cross_region": False,
                  "restore_test_days": 365}]
        self.write("policy.json", json.dumps({
            "schema": "drledger/policy/1", "organization": "Example", "tiers": tiers,
            "tags": {"tier": ["dr-tier"]}, "default_tier": "tier-3", **more}))

    def report(self, *arguments):
        if (self.dir / "policy.json").exists():
            arguments = (*arguments, "--policy", "policy.json")
        self.run_tool("report", "finops", "--format", "json", "-o", "out", *arguments)
        path = max((self.dir / "out").iterdir(), key=lambda p: p.stat().st_mtime_ns)
        return json.loads(path.read_text())

    # --- budget and forecast ---------------------------------------------------------------

    def test_forecast(self):
        """the year ends at what was spent and the exact mean of the last six complete months"""
        dice = random.Random(4)
        costs = {f"2024-{m:02}": Decimal(dice.randrange(1, 10**15)).scaleb(-dice.choice([3, 12]))
                 for m in range(1, 9)}
        self.months(costs)
        forecast = self.report()["forecast"]
        used = sorted(costs)[-6:]
        rest = Decimal(round(Fraction(sum(costs[m] for m in used)) * 4 / 6 * 10**20)).scaleb(-20)
        spent = sum(costs.values())
        self.assertEqual(forecast["months_used"], used)
        self.assertEqual((forecast["months_spent"], forecast["months_left"]), (8, 4))
        self.assertEqual(Decimal(forecast["spent"]), spent)
        self.assertEqual(Decimal(forecast["rest"]), rest)
        self.assertEqual(Decimal(forecast["year_end"]), spent + rest)
        self.assertEqual(Decimal(forecast["year_end_low"]), spent + 4 * min(costs[m] for m in used))
        self.assertEqual(Decimal(forecast["year_end_high"]), spent + 4 * max(costs[m] for m in used))
        self.assertIsNone(forecast["reason"])

    def test_forecast_of_few_months(self):
        """two complete months make no forecast, and an estimated one does not count"""
        self.months({"2024-07": 10, "2024-08": 12, "2024-09": 99}, estimated=["2024-09"])
        forecast = self.report("--month", "2024-09")["forecast"]
        self.assertEqual([forecast[k] for k in ("rest", "year_end", "monthly_mean")], [None] * 3)
        self.assertEqual(forecast["reason"], "fewer than 3 complete months are loaded (2)")
        self.months({"2024-06": 8})
        forecast = self.report("--month", "2024-09")["forecast"]
        self.assertEqual((forecast["months_left"], forecast["rest"]), (4, "40.00"))
        self.assertEqual((forecast["rest_low"], forecast["rest_high"]), ("32.00", "48.00"))

    def test_forecast_over_a_gap(self):
        """with a month of the year missing only its rest is told, and the gap is named"""
        self.months({"2024-03": 9, "2024-05": 10, "2024-06": 11})
        forecast = self.report()["forecast"]
        self.assertEqual(forecast["months_missing"], ["2024-01", "2024-02", "2024-04"])
        self.assertEqual((forecast["rest"], forecast["year_end"]), ("60.00", None))
        self.assertEqual(forecast["reason"], "3 months since January not loaded")

    def test_budget(self):
        """the band follows the exact share of the budget, at the edge the milder one"""
        costs = {"2024-05": "105", "2024-06": "105.0000000001", "2024-07": "89.99", "2024-08": "121",
                 "2024-09": "1"}
        self.months(costs)
        self.policy(budget={m: "100" for m in costs if m != "2024-09"})
        budgets = self.report()["spend"]["budgets"]
        self.assertEqual([(b["month"], b["variance"], b["ratio"], b["band"]) for b in budgets], [
            ("2024-05", "5.00", "0.05", "on_plan"), ("2024-06", "5.0000000001", "0.05", "watch"),
            ("2024-07", "-10.01", "-0.1001", "investigate"), ("2024-08", "21.00", "0.21", "escalate")])

    def test_change(self):
        """what the report says moved the spend is what `diff` says of the same months"""
        self.months({"2024-08": "10.1", "2024-09": "12.3"})
        change = self.report()["spend"]["change"]
        self.assertEqual(change, json.loads(self.run_tool(
            "diff", "2024-08", "2024-09", "--json").stdout)["cost"])
        self.assertIsNone(self.report("--month", "2024-08")["spend"]["change"])

    # --- unit costs --------------------------------------------------------------------------

    def kpis(self, *arguments):
        answer = json.loads(self.run_tool("spend", "--json", *arguments).stdout)
        return {k["id"]: k for k in answer["kpis"]}, answer

    def test_kpis(self):
        """each indicator is the exact sum or quotient of the bill's lines"""
        storage = {"usage": "EU-WarmStorage-ByteHrs-EFS", "quantity": "70.25"}
        cold = {"usage": "EU-ColdStorage-ByteHrs-EFS", "quantity": "30"}
        self.bill("2024-08", line("2024-08", "8", **dict(storage, quantity="80")))
        self.bill("2024-09", line("2024-09", "7.77", **storage), line("2024-09", "0.3", **cold),
                  line("2024-09", "1.1", usage="EU-Restore-WarmBytes-EFS", operation="RestoreRecoveryPoint"),
                  line("2024-09", "0.2", usage="EU-EarlyDelete-ColdByteHrs-EFS"),
                  line("2024-09", "90", product="AmazonEC2", usage="EU-BoxUsage:m5.large",
                       operation="RunInstances"))
        kpis, answer = self.kpis()
        dr, bill = Decimal("9.37"), Decimal("99.37")
        self.assertEqual(answer["spend"]["dr_total"], str(dr))
        wanted = {"dr_share": round(dr / bill, 4), "allocated_share": Decimal(0),
                  "cost_per_stored_gb_month": round(Decimal("8.07") / Decimal("100.25"), 6),
                  "warm_to_cold": round(Decimal("70.25") / 30, 4),
                  "cross_region_copy_cost": Decimal(0), "early_delete_cost": Decimal("0.2"),
                  "dr_growth": round(dr / 8 - 1, 4), "restore_and_test_cost": Decimal("1.1"),
                  "stored_gb_growth": round(Decimal("100.25") / 80 - 1, 4)}
        self.assertEqual({k: Decimal(v["value"]) for k, v in kpis.items() if v["value"]}, wanted)
        self.assertEqual({k: v["reason"] for k, v in kpis.items() if not v["value"]}, {
            "cost_per_protected_resource": "no resource is known to be protected",
            "cost_per_protected_gb": "no copy tells the size of what is protected",
            "orphan_cost": "no inventory is loaded",
            "archived_share_of_old_snapshots": "no EBS snapshot is older than 90 days",
            "restore_and_test_cost_12_months": "2 of the last 12 months are loaded"})
        self.assertFalse(kpis["orphan_cost"]["complete"])

    def test_untested(self):
        """twelve months without a cent for restores say so, eleven do not"""
        self.months({f"2024-{m:02}": 1 for m in range(2, 13)})
        self.assertIsNone(self.kpis()[0]["restore_and_test_cost_12_months"]["value"])
        self.months({"2024-01": 1})
        kpi = self.kpis()[0]["restore_and_test_cost_12_months"]
        self.assertEqual((kpi["value"], kpi["reason"]),
                         ("0.00", "nothing was restored or tested in twelve months"))

    def test_unit_costs(self):
        """a tier's cost is shared by its protected resources, and by their size where it is known"""
        efs = f"arn:aws:elasticfilesystem:{self.REGION}:{ACCOUNT}:file-system/"
        names = ("fs-a", "fs-b", "fs-c", "fs-bare")
        self.inventory("efs.describe-file-systems", {"FileSystems": [
            {"FileSystemId": n, "OwnerId": ACCOUNT, "CreationTime": "2023-01-01T00:00:00Z",
             "LifeCycleState": "available", "SizeInBytes": {"Value": 1}} for n in names]})
        self.inventory("backup.list-backup-vaults", {"BackupVaultList": [
            {"BackupVaultName": "v", "BackupVaultArn": self.VAULT}]})
        gb = 1 << 30
        times = {"CreationDate": "2024-09-30T23:00:00Z", "CompletionDate": "2024-09-30T23:30:00Z"}
        self.inventory("backup.list-recovery-points-by-backup-vault", {"RecoveryPoints": [
            self.point(n, efs + n, BackupSizeInBytes=size, **times)
            for n, size in (("fs-a", 3 * gb), ("fs-b", 4 * gb), ("fs-c", None))]}, "v")
        self.run_tool("ingest", "inventory", "-q")
        self.bill("2024-09", *(line("2024-09", cost, resource=self.point(n, "")["RecoveryPointArn"])
                               for n, cost in (("fs-a", "1.01"), ("fs-b", "2"), ("fs-c", "4"))))
        self.policy()
        kpis, answer = self.kpis("--policy", "policy.json")
        tier = next(t for t in answer["unit_costs"] if t["tier"] == "tier-3")
        self.assertEqual((tier["resources"], tier["protected"], tier["protected_with_size"]), (4, 3, 2))
        self.assertEqual((tier["cost"], tier["protected_gb"]), ("7.01", "7"))
        self.assertEqual(Decimal(tier["cost_per_protected_resource"]), round(Decimal("7.01") / 3, 6))
        self.assertEqual(Decimal(tier["cost_per_protected_gb"]), Decimal("0.43"))
        self.assertEqual(kpis["cost_per_protected_gb"]["value"], "0.43")
        self.assertFalse(kpis["cost_per_protected_gb"]["complete"])
        empty = next(t for t in answer["unit_costs"] if t["tier"] == "tier-0")
        self.assertEqual([empty[k] for k in ("cost", "cost_per_protected_resource", "protected_gb")],
                         ["0.00", None, None])

    # --- waste -------------------------------------------------------------------------------

    REGION = "eu-west-1"
    VAULT = f"arn:aws:backup:{REGION}:{ACCOUNT}:backup-vault:v"
    LOCKED = f"arn:aws:backup:{REGION}:{ACCOUNT}:backup-vault:locked"

    def inventory(self, call, body, item=None, region=REGION):
        name = f"{call}/{item}.json" if item else f"{call}.json"
        self.write(f"inventory/{ACCOUNT}/{region}/{name}", json.dumps(body))

    def point(self, name, resource, **more):
        return {"RecoveryPointArn": f"arn:aws:backup:{self.REGION}:{ACCOUNT}:recovery-point:{name}",
                "BackupVaultName": "v", "BackupVaultArn": self.VAULT, "ResourceArn": resource,
                "ResourceType": "EFS", "Status": "COMPLETED", "IsEncrypted": True,
                "CreationDate": "2024-09-29T00:00:00Z", "CompletionDate": "2024-09-29T01:00:00Z",
                "BackupSizeInBytes": 1, **more}

    def snapshot(self, name, volume, start="2024-09-29T00:00:00Z", **more):
        return {"SnapshotId": name, "VolumeId": volume, "State": "completed", "StartTime": start,
                "OwnerId": ACCOUNT, "VolumeSize": 8, "Encrypted": True, **more}

    def organization(self):
        """A file system and a volume that live, copies of others that are gone, and a drill."""
        efs = f"arn:aws:elasticfilesystem:{self.REGION}:{ACCOUNT}:file-system/"
        self.inventory("efs.describe-file-systems", {"FileSystems": [
            {"FileSystemId": "fs-live", "OwnerId": ACCOUNT, "CreationTime": "2023-01-01T00:00:00Z",
             "LifeCycleState": "available", "SizeInBytes": {"Value": 1}}]})
        self.inventory("ec2.describe-volumes", {"Volumes": [
            {"VolumeId": v, "State": "available", "Size": 8, "CreateTime": "2023-01-01T00:00:00Z"}
            for v in ("vol-live", "vol-busy")] + [
            {"VolumeId": "vol-drill", "State": "in-use", "Size": 8,
             "CreateTime": "2024-09-01T00:00:00Z", "Attachments": [
                 {"InstanceId": "i-drill", "VolumeId": "vol-drill", "State": "attached"}]}]})
        self.inventory("ec2.describe-instances", {"Reservations": [{"Instances": [
            {"InstanceId": "i-drill", "State": {"Name": "running"}, "InstanceType": "m5.large",
             "LaunchTime": "2024-09-01T00:00:00Z"}]}]})
        self.inventory("drs.describe-recovery-instances", {"items": [
            {"ec2InstanceID": "i-drill", "isDrill": True, "ec2InstanceState": "RUNNING",
             "pointInTimeSnapshotDateTime": "2024-09-01T00:00:00Z"}]})
        self.inventory("backup.list-backup-vaults", {"BackupVaultList": [
            {"BackupVaultName": "v", "BackupVaultArn": self.VAULT, "Locked": False},
            {"BackupVaultName": "locked", "BackupVaultArn": self.LOCKED, "Locked": True,
             "MinRetentionDays": 30}]})
        self.inventory("backup.list-legal-holds", {"LegalHolds": []})
        locked = {"BackupVaultName": "locked", "BackupVaultArn": self.LOCKED}
        self.inventory("backup.list-recovery-points-by-backup-vault", {"RecoveryPoints": [
            self.point("gone", efs + "fs-gone"), self.point("live", efs + "fs-live"),
            self.point("old", efs + "fs-live", CreationDate="2024-08-01T00:00:00Z"),
            self.point("expired", efs + "fs-live", Status="EXPIRED")]}, "v")
        self.inventory("backup.list-recovery-points-by-backup-vault", {"RecoveryPoints": [
            self.point("kept", efs + "fs-gone", **locked)]}, "locked")
        dlm = {"Tags": [{"Key": "dlm:managed", "Value": "true"}]}
        self.inventory("ec2.describe-snapshots", {"Snapshots": [
            self.snapshot("snap-gone", "vol-gone"), self.snapshot("snap-lock", "vol-gone"),
            self.snapshot("snap-live", "vol-live"), self.snapshot("snap-dlm", "vol-live", **dlm)]})
        self.inventory("ec2.describe-locked-snapshots", {"Snapshots": [
            {"SnapshotId": "snap-lock", "LockState": "compliance"}]})
        self.run_tool("ingest", "inventory", "-q")

    AWKWARD = {name: Decimal(i * 1234567 + 1).scaleb(-9) for i, name in enumerate(
        ["gone", "live", "old", "expired", "kept", "snap-gone", "snap-lock", "snap-live", "snap-dlm",
         "i-drill", "vol-drill", "early", "transfer"])}

    def lines(self):
        cost = self.AWKWARD
        ebs = {"product": "AmazonEC2", "usage": "EU-EBS:SnapshotUsage", "operation": "CreateSnapshot"}
        for name in ("gone", "live", "old", "expired", "kept"):
            yield line("2024-09", f"{cost[name]:f}", resource=self.point(name, "")["RecoveryPointArn"])
        for name in ("snap-gone", "snap-lock", "snap-live", "snap-dlm"):
            yield line("2024-09", f"{cost[name]:f}", **ebs,
                       resource=f"arn:aws:ec2:{self.REGION}:{ACCOUNT}:snapshot/{name}")
        yield line("2024-09", f"{cost['i-drill']:f}", product="AmazonEC2", usage="EU-BoxUsage:m5.large",
                   operation="RunInstances", resource="i-drill")
        yield line("2024-09", f"{cost['vol-drill']:f}", product="AmazonEC2",
                   usage="EU-EBS:VolumeUsage.gp3", operation="CreateVolume-Gp3", resource="vol-drill")
        yield line("2024-09", f"{cost['early']:f}", usage="EU-EarlyDelete-ColdByteHrs-EFS",
                   resource=self.point("gone", "")["RecoveryPointArn"])

    def waste(self, *arguments):
        if (self.dir / "policy.json").exists():
            arguments = (*arguments, "--policy", "policy.json")
        return json.loads(self.run_tool("spend", "--waste", "--json", *arguments).stdout)["waste"]

    def test_waste(self):
        """each kind of waste has its own money, and what is held saves nothing"""
        self.organization()
        self.bill("2024-09", *self.lines())
        self.policy()
        waste = self.waste()
        cost = self.AWKWARD
        found = {(i["kind"], i["resource"].split(":")[-1].split("/")[-1], i["blocker"]):
                 (Decimal(i["cost"]), Decimal(i["saving"]), i["at_most"]) for i in waste["items"]}
        self.assertEqual(found, {
            ("orphan", "fs-gone", None): (cost["gone"], cost["gone"], True),
            ("orphan", "fs-gone", "vault_lock"): (cost["kept"], Decimal(0), False),
            ("orphan", "vol-gone", None): (cost["snap-gone"], cost["snap-gone"], True),
            ("orphan", "vol-gone", "snapshot_lock"): (cost["snap-lock"], Decimal(0), False),
            ("expired", "fs-live", None): (cost["expired"], cost["expired"], True),
            ("drill_instance", "i-drill", None): (
                cost["i-drill"] + cost["vol-drill"], cost["i-drill"] + cost["vol-drill"], False),
            ("early_delete", "gone", None): (cost["early"], Decimal(0), False),
            ("over_retention", "fs-live", None): (cost["old"], cost["old"], True)})
        self.check_sums(waste)
        self.assertEqual(Decimal(waste["held"]), cost["kept"] + cost["snap-lock"])

    def check_sums(self, waste):
        items = waste["items"]
        priced = [i for i in items if i["cost"] is not None]
        self.assertEqual(Decimal(waste["total"]), sum(Decimal(i["cost"]) for i in priced))
        self.assertEqual(Decimal(waste["proven"]) + Decimal(waste["possible"]), Decimal(waste["total"]))
        self.assertEqual(Decimal(waste["total"]), sum(Decimal(k["cost"]) for k in waste["by_kind"]))
        self.assertEqual(Decimal(waste["saving"]) + Decimal(waste["possible_saving"]),
                         sum(Decimal(i["saving"]) for i in priced if i["saving"] is not None))
        bill = Decimal(json.loads(self.run_tool("spend", "--json").stdout)["spend"]["bill_total"])
        self.assertLessEqual(Decimal(waste["total"]), bill)

    def test_waste_and_rule(self):
        """the rule rests on the same items: what it counts is what the waste section says it does"""
        self.organization()
        self.bill("2024-09", *self.lines())
        self.policy()
        waste = self.waste()
        judged = sum(Decimal(i["cost"]) for i in waste["items"]
                     if i["kind"] in ("orphan", "expired", "warm", "drill_instance"))
        self.assertEqual(Decimal(waste["judged"]), judged)
        finding = next(f for f in self.report()["coverage"]["findings"]
                       if f["rule"] == "DR_COST_OPTIMIZATION")
        self.assertEqual(finding["verdict"], "fail")
        self.assertIn(f"{judged:.2f} of ", finding["reason"])

    def test_waste_without_holds(self):
        """where nobody asked for locks and legal holds, a point of a vault saves nothing"""
        self.organization()
        self.bill("2024-09", *self.lines())
        self.assertEqual({i["blocker"] for i in self.waste()["items"] if i["kind"] == "expired"}, {None})
        self.inventory("backup.list-legal-holds", {})
        (self.dir / f"inventory/{ACCOUNT}/{self.REGION}/backup.list-legal-holds.json").unlink()
        self.run_tool("ingest", "inventory", "-q", "--db", "other.db")
        self.run_tool("ingest", "bills", "-q", "--db", "other.db")
        waste = self.waste("--db", "other.db")
        self.assertFalse(waste["complete"])
        held = [i for i in waste["items"] if i["vault"] == self.VAULT]
        self.assertEqual({(i["blocker"], i["saving"]) for i in held}, {("unknown", "0.00")})

    def test_waste_shared(self):
        """of a charge that a vault's points share, what is gone has its part, once"""
        self.organization()
        self.bill("2024-09", line("2024-09", "30.01", resource=self.VAULT))
        parts = [i for i in self.waste()["items"] if i["cost"] is not None]
        self.assertEqual([(i["kind"], i["vault"]) for i in parts], [("orphan", self.VAULT)])
        spend = json.loads(self.run_tool("spend", "--json").stdout)["spend"]
        self.assertGreater(Decimal(parts[0]["cost"]), 0)
        self.assertLess(Decimal(parts[0]["cost"]), Decimal(spend["dr_total"]))

    def test_possible_waste(self):
        """a second set of snapshots, copies and standby that no tier asks for are possible waste"""
        self.organization()
        efs = f"arn:aws:elasticfilesystem:{self.REGION}:{ACCOUNT}:file-system/fs-live"
        dr = f"arn:aws:backup:eu-central-1:{ACCOUNT}:"
        snapshot = f"arn:aws:ec2:{self.REGION}::snapshot/snap-backup"
        self.inventory("backup.list-recovery-points-by-backup-vault", {"RecoveryPoints": [
            self.point("live", efs), self.point(
                "", f"arn:aws:ec2:{self.REGION}:{ACCOUNT}:volume/vol-live", ResourceType="EBS",
                RecoveryPointArn=snapshot, CreationDate="2024-10-01T00:00:00Z",
                CompletionDate="2024-10-01T00:10:00Z")]}, "v")
        self.inventory("backup.list-backup-vaults", {"BackupVaultList": [
            {"BackupVaultName": "dr", "BackupVaultArn": dr + "backup-vault:dr"}]}, region="eu-central-1")
        self.inventory("backup.list-legal-holds", {"LegalHolds": []}, region="eu-central-1")
        self.inventory("backup.list-recovery-points-by-backup-vault", {"RecoveryPoints": [self.point(
            "", efs, RecoveryPointArn=dr + "recovery-point:copy", BackupVaultName="dr",
            BackupVaultArn=dr + "backup-vault:dr", SourceBackupVaultArn=self.VAULT)]}, "dr",
            region="eu-central-1")
        ebs = {"product": "AmazonEC2", "usage": "EU-EBS:SnapshotUsage", "operation": "CreateSnapshot"}
        self.run_tool("ingest", "inventory", "-q")
        self.bill("2024-09",
                  line("2024-09", "1.1", **ebs, resource=f"arn:aws:ec2:{self.REGION}:{ACCOUNT}:snapshot/snap-dlm"),
                  line("2024-09", "2.2", usage="EUC1-WarmStorage-ByteHrs-EFS",
                       resource=dr + "recovery-point:copy"),
                  line("2024-09", "0.3", usage="EU-EUC1-CrossRegion-WarmBytes-EFS",
                       operation="DataTransfer", resource=efs),
                  line("2024-09", "7", product="AmazonEC2", usage="EUC1-BoxUsage:m5.large",
                       operation="RunInstances", resource="i-idle"))
        self.policy(standby=[{"regions": ["eu-central-1"], "accounts": [ACCOUNT]}],
                    assign=[{"tier": "tier-3", "arns": ["*:instance/i-idle"]}])
        found = [(i["kind"], i["cost"], i["at_most"], i["confidence"]) for i in self.waste()["items"]
                 if i["confidence"] != "high" and i["cost"]]
        self.assertEqual(found, [("idle_standby", "7.00", False, "medium"),
                                 ("double_protection", "1.10", True, "medium"),
                                 ("needless_copy", "2.20", False, "medium"),
                                 ("needless_copy", "0.30", False, "medium")])
        self.policy()
        tiers = json.loads((self.dir / "policy.json").read_text())
        tiers["tiers"][1]["cross_region"] = True
        self.write("policy.json", json.dumps(tiers))
        self.assertNotIn("needless_copy", [i["kind"] for i in self.waste()["items"]])
        (self.dir / "policy.json").unlink()
        self.assertLessEqual({i["kind"] for i in self.waste()["items"] if i["confidence"] != "high"},
                             {"double_protection"})

    def test_automated_backups(self):
        """a database's own snapshots beside AWS Backup's are listed, with no money that nobody knows"""
        database = f"arn:aws:rds:{self.REGION}:{ACCOUNT}:db:db"
        self.inventory("rds.describe-db-instances", {"DBInstances": [
            {"DBInstanceIdentifier": "db", "DBInstanceArn": database, "DBInstanceStatus": "available",
             "Engine": "mysql", "AllocatedStorage": 20, "BackupRetentionPeriod": 7}]})
        self.inventory("rds.describe-db-snapshots", {"DBSnapshots": [
            {"DBSnapshotIdentifier": "rds:db-1", "DBInstanceIdentifier": "db", "SnapshotType": "automated",
             "DBSnapshotArn": f"arn:aws:rds:{self.REGION}:{ACCOUNT}:snapshot:rds:db-1",
             "Status": "available", "SnapshotCreateTime": "2024-09-30T01:00:00Z", "Encrypted": True}]})
        self.inventory("backup.list-backup-vaults", {"BackupVaultList": [
            {"BackupVaultName": "v", "BackupVaultArn": self.VAULT}]})
        self.inventory("backup.list-recovery-points-by-backup-vault", {"RecoveryPoints": [self.point(
            "", database, ResourceType="RDS", CreationDate="2024-09-30T23:00:00Z",
            CompletionDate="2024-09-30T23:30:00Z",
            RecoveryPointArn=f"arn:aws:rds:{self.REGION}:{ACCOUNT}:snapshot:awsbackup:job-1")]}, "v")
        self.run_tool("ingest", "inventory", "-q")
        self.bill("2024-09", line("2024-09", "3", product="AmazonRDS", usage="EU-RDS:ChargedBackupUsage",
                                  operation="CreateDBInstance:0002", resource=database))
        waste = self.waste()
        self.assertEqual([(i["kind"], i["resource"], i["cost"], i["saving"]) for i in waste["items"]],
                         [("double_protection", database, None, None)])
        self.assertEqual((waste["total"], waste["unpriced"]), ("0.00", 1))

    def test_no_waste(self):
        """without a bill waste has no money, and without an inventory it is not complete"""
        self.organization()
        waste = self.waste()
        self.assertEqual([waste[k] for k in ("total", "saving", "held", "judged_share")], [None] * 4)
        self.assertGreater(waste["unpriced"], 0)
        self.run_tool("ingest", self.write("bill.csv", HEADER + "\n" + line("2024-09", 1) + "\n"), "-q",
                      "--db", "bill.db")
        waste = self.waste("--db", "bill.db")
        self.assertEqual((waste["total"], waste["items"], waste["complete"]), (None, [], False))
        done = self.run_tool("spend", "--waste", "--db", "bill.db")
        self.assertIn("what is waste cannot be told", done.stdout)


if __name__ == "__main__":
    harness.main()
