# SPDX-License-Identifier: Apache-2.0
"""Tiering from files: what must be accepted, refused and held, each with its figure, and
what becomes of it when evidence is taken away."""

import csv
import io
import json
from fractions import Fraction

import harness

ACCOUNT, REGION = "111122223333", "us-east-1"
VAULT = f"arn:aws:backup:{REGION}:{ACCOUNT}:backup-vault:main"
HELD_VAULT = f"arn:aws:backup:{REGION}:{ACCOUNT}:backup-vault:held"
VOLUME = "vol-0a"
POLICY = {"schema": "drledger/policy/1", "organization": "x", "default_tier": "bronze",
          "tags": {"tier": ["dr-tier"]},
          "tiers": [{"id": "gold", "match": ["gold"], "rto": "PT1H"},
                    {"id": "bronze", "match": ["bronze"], "rto": "P7D"}]}
HEADER = ["bill_payer_account_id", "bill_billing_period_start_date", "line_item_usage_account_id",
          "line_item_line_item_type", "line_item_usage_start_date", "line_item_product_code",
          "line_item_usage_type", "line_item_operation", "line_item_usage_amount",
          "line_item_currency_code", "line_item_unblended_cost", "line_item_resource_id",
          "pricing_unit", "bill_invoice_id"]


def file_system(name):
    return f"arn:aws:elasticfilesystem:{REGION}:{ACCOUNT}:file-system/fs-{name}"


def point_arn(name):
    return f"arn:aws:backup:{REGION}:{ACCOUNT}:recovery-point:{name}"


def snapshot_arn(name):
    return f"arn:aws:ec2:{REGION}::snapshot/{name}"


def bill(lines):
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(HEADER)
    for product, usage_type, operation, usage, cost, resource in lines:
        rows.writerow([ACCOUNT, "2024-09-01T00:00:00Z", ACCOUNT, "Usage", "2024-09-01T00:00:00Z",
                       product, usage_type, operation, usage, "USD", cost, resource, "GB-Mo", "1"])
    return out.getvalue()


def blocks(first, last, **tokens):
    return [{"BlockIndex": i, **tokens} for i in range(first, last)]


# name: (days kept, vault, tier, GB)
FILE_SYSTEMS = {"year": (365, VAULT, "bronze", 1000), "short": (60, VAULT, "bronze", 100),
                "held": (365, HELD_VAULT, "bronze", 200), "gold": (365, VAULT, "gold", 300)}
# what is billed of a volume of 20 GB
SNAPSHOTS = {"snap-01": 10, "snap-02": 6, "snap-03": 1, "snap-04": 2}


class Advice(harness.Case):
    def setUp(self):
        super().setUp()
        self.inventory()
        lines = [("AWSBackup", "USE1-WarmStorage-ByteHrs-EFS", "Storage", gb, gb * Fraction(1, 20),
                  point_arn(name)) for name, (_, _, _, gb) in FILE_SYSTEMS.items()]
        lines += [("AWSBackup", "USE1-ColdStorage-ByteHrs-EFS", "Storage", 50, Fraction(1, 2), "")]
        lines += [("AmazonEC2", "EBS:SnapshotUsage", "CreateSnapshot", gb, gb * Fraction(1, 20),
                   snapshot_arn(name)) for name, gb in SNAPSHOTS.items()]
        self.cost = sum(cost for *_, cost, _ in lines)
        self.write("bills/bill.csv", bill([(*line[:4], float(line[4]), line[5]) for line in lines]))
        self.write("policy.json", json.dumps(POLICY))

    def call(self, name, answer, region=REGION):
        return self.write(f"inventory/{ACCOUNT}/{region}/{name}.json", json.dumps(answer))

    def inventory(self):
        self.call("efs.describe-file-systems", {"FileSystems": [
            {"FileSystemId": f"fs-{n}", "FileSystemArn": file_system(n), "LifeCycleState": "available",
             "CreationTime": "2023-01-01T00:00:00Z", "SizeInBytes": {"Value": 6144},
             "Tags": [{"Key": "dr-tier", "Value": tier}]}
            for n, (_, _, tier, _) in FILE_SYSTEMS.items()]})
        self.call("backup.list-backup-vaults", {"BackupVaultList": [
            {"BackupVaultName": arn.split(":")[-1], "BackupVaultArn": arn,
             "NumberOfRecoveryPoints": 2} for arn in (VAULT, HELD_VAULT)]})
        self.call("backup.list-legal-holds", {"LegalHolds": [
            {"LegalHoldId": "h", "Status": "ACTIVE", "Title": "case 1"}]})
        self.call("backup.get-legal-hold/h", {
            "LegalHoldId": "h", "Status": "ACTIVE",
            "RecoveryPointSelection": {"VaultNames": ["held"]}})
        self.call("backup.list-restore-jobs", {"RestoreJobs": []})
        self.call("backup.list-backup-plans", {"BackupPlansList": [
            {"BackupPlanId": n, "BackupPlanName": n, "BackupPlanArn": f"arn:aws:backup:{n}"}
            for n in FILE_SYSTEMS]})
        self.call("dynamodb.list-tables", {"TableNames": []})
        for name, (days, vault, _, _) in FILE_SYSTEMS.items():
            self.call(f"backup.list-backup-selections/{name}", {"BackupSelectionsList": []})
            self.call(f"backup.get-backup-plan/{name}", {
                "BackupPlanId": name, "BackupPlanArn": f"arn:aws:backup:{name}",
                "BackupPlan": {"BackupPlanName": name, "Rules": [
                    {"RuleId": f"rule-{name}", "RuleName": f"keep {days}",
                     "TargetBackupVaultName": vault.split(":")[-1],
                     "ScheduleExpression": "cron(0 5 1 * ? *)",
                     "Lifecycle": {"DeleteAfterDays": days}}]}})
        for vault in (VAULT, HELD_VAULT):
            self.call(f"backup.list-recovery-points-by-backup-vault/{vault.split(':')[-1]}", {
                "RecoveryPoints": [
                    {"RecoveryPointArn": point_arn(n), "BackupVaultArn": vault,
                     "BackupVaultName": vault.split(":")[-1], "ResourceArn": file_system(n),
                     "ResourceType": "EFS", "Status": "COMPLETED",
                     "CreationDate": "2024-08-12T00:00:00Z", "CompletionDate": "2024-08-12T01:00:00Z",
                     "BackupSizeInBytes": gb << 30, "Lifecycle": {"DeleteAfterDays": days},
                     "CreatedBy": {"BackupPlanId": n, "BackupRuleId": f"rule-{n}"}}
                    for n, (days, v, _, gb) in FILE_SYSTEMS.items() if v == vault]})
        self.call("ec2.describe-volumes", {"Volumes": [
            {"VolumeId": VOLUME, "State": "available", "Size": 20}]})
        self.call("ec2.describe-locked-snapshots", {"Snapshots": []})
        self.call("ec2.describe-snapshots", {"Snapshots": [
            {"SnapshotId": s, "VolumeId": VOLUME, "State": "completed", "OwnerId": ACCOUNT,
             "VolumeSize": 20, "StartTime": f"2024-0{i + 1}-01T00:00:00Z"}
            for i, s in enumerate(SNAPSHOTS)]})
        # snap-02: 16 GB in full, 6 of them new, of which snap-03 has 5 no more
        gb = 2048
        size = {"BlockSize": 524288, "VolumeSize": 20}
        self.call("ebs.list-snapshot-blocks/snap-02", {
            "Blocks": blocks(0, 16 * gb, BlockToken="t"), **size})
        self.call("ebs.list-changed-blocks/snap-01_snap-02", {
            "ChangedBlocks": blocks(0, 6 * gb, FirstBlockToken="a", SecondBlockToken="b"), **size})
        self.call("ebs.list-changed-blocks/snap-02_snap-03", {
            "ChangedBlocks": blocks(gb, 20 * gb, FirstBlockToken="a"), **size})

    def tiering(self):
        for old in self.dir.glob("drledger.db*"):
            old.unlink()
        self.run_tool("ingest", "-q", "bills", "inventory")
        out = self.run_tool("tiering", "--json", "--policy", "policy.json", "--month", "2024-09",
                            "--as-of", "2024-10-01T00:00:00Z").stdout
        result = json.loads(out)
        return result.get("tiering", result)

    def of(self, result, resource):
        return [p for p in result["proposals"] if p["resource"] == resource]

    def test_cold(self):
        """A year is proposed with plan fields and points; 60 days, a hold and an hour's RTO are not"""
        result = self.tiering()
        year, = self.of(result, file_system("year"))
        self.assertEqual(year["verdict"], "accept")
        self.assertEqual(year["change"], {"DeleteAfterDays": 365, "MoveToColdStorageAfterDays": 30})
        want = 1000 * (Fraction(1, 20) - Fraction(1, 100)) * 335 / 365
        self.assertLess(abs(Fraction(year["monthly_saving"]) - want), Fraction(1, 10**15))
        self.assertEqual(year["price_source"], "bill")
        points = year["existing_points"]
        self.assertEqual((points["points"], points["movable"]), (1, 1))
        self.assertEqual(points["changes"][0]["Lifecycle"],
                         {"MoveToColdStorageAfterDays": 30, "DeleteAfterDays": 365})
        # 50 days old: 50 billed warm, 315 left
        self.assertLess(abs(Fraction(points["billed_warm"]) - 50 * Fraction(50, 30)), Fraction(1, 10**9))
        self.assertLess(abs(Fraction(points["saving"]) - 40 * Fraction(315, 30)), Fraction(1, 10**9))
        short, = self.of(result, file_system("short"))
        self.assertEqual((short["verdict"], short["change"]), ("reject", {}))
        self.assertIn("needs at least 120", short["reason"])
        for name, word in (("held", "legal hold"), ("gold", "promises")):
            held, = self.of(result, file_system(name))
            self.assertEqual((held["verdict"], held["change"]), ("held", {}))
            self.assertIn(word, held["reason"])

    def test_archive(self):
        """Of a chain only the snapshot whose listed blocks are its own is archived"""
        result = self.tiering()
        by_name = {p["resource"].split("/")[-1]: p for p in result["proposals"]
                   if p["kind"] == "ebs_archive"}
        # 5 GB at 0.05 less, 16 GB at 0.0125 more
        self.assertEqual(by_name["snap-02"]["verdict"], "accept")
        self.assertEqual(Fraction(by_name["snap-02"]["monthly_saving"]), Fraction("0.05"))
        self.assertEqual(by_name["snap-02"]["change"],
                         {"SnapshotId": "snap-02", "StorageTier": "archive"})
        # 1 GB at most freed, 17 GB at most in full
        self.assertEqual(by_name["snap-03"]["verdict"], "reject")
        self.assertEqual(Fraction(by_name["snap-03"]["monthly_saving"]),
                         Fraction("0.05") - 17 * Fraction("0.0125"))
        for name in ("snap-01", "snap-04"):
            self.assertEqual(by_name[name]["verdict"], "reject", name)

    def test_order(self):
        """Proposals come by the net of 12 months, accepted ones first, and stay below the bill"""
        result = self.tiering()
        accepted = [p for p in result["proposals"] if p["verdict"] == "accept"]
        self.assertEqual(accepted, result["proposals"][:len(accepted)])
        nets = [Fraction(p["net_12_months"]) for p in accepted]
        self.assertEqual(nets, sorted(nets, reverse=True))
        self.assertEqual(len(accepted), 2)
        self.assertTrue(result["complete"], result["missing"])
        total = sum(Fraction(p["monthly_saving"]) for p in accepted)
        self.assertEqual(total, Fraction(result["net_monthly_saving"]))
        self.assertLess(total, self.cost)

    def test_removal(self):
        """No file that is taken away raises the saving without a mark"""
        whole = Fraction(self.tiering()["net_monthly_saving"])
        for path in sorted((self.dir / "inventory").rglob("*.json")):
            if path.stem in ("short", "gold"):
                continue # as the other plans
            aside = path.rename(self.dir / "aside")
            result = self.tiering()
            aside.rename(path)
            if result["complete"]:
                self.assertLessEqual(Fraction(result["net_monthly_saving"]), whole, path)

    def test_view(self):
        """The terminal view fits 100 columns and says the reason of each proposal"""
        self.tiering()
        out = self.run_tool("tiering", "--policy", "policy.json", "--month", "2024-09").stdout
        self.assertLessEqual(max(map(len, out.splitlines())), 100)
        self.assertNotIn("(incomplete)", out)
        for words in ("legal hold", "needs at least 120", "GB are its own", "stays:"):
            self.assertIn(words, " ".join(out.split()))


    def test_mark(self):
        """A saving that a missing call could speak against is marked, and the call is named"""
        (self.dir / "inventory" / ACCOUNT / REGION / "backup.list-legal-holds.json").unlink()
        self.tiering()
        out = self.run_tool("tiering", "--policy", "policy.json", "--month", "2024-09").stdout
        self.assertRegex(out, r"a month \(incomplete\)\nevidence missing:\n"
                              rf"  {ACCOUNT}/{REGION}/backup.list-legal-holds\n")


if __name__ == "__main__":
    harness.main()
