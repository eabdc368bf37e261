# SPDX-License-Identifier: Apache-2.0
"""Every row of the mechanism table, behind every kind of region prefix, in every format."""

import csv
import json
import re
import unittest
from collections import defaultdict
from decimal import Decimal

import bill_formats
import harness
from bill_formats import Line

DB = "arn:aws:rds:eu-west-1:111122223333:db:ledger"
POINT = "arn:aws:backup:eu-west-1:111122223333:recovery-point:p-1"
POLICY = {
    "schema": "drledger/policy/1", "tags": {"tier": ["dr-tier"]},
    "tiers": [{"id": "tier-0", "match": ["0"]}, {"id": "tier-1", "match": ["1"]},
              {"id": "tier-2", "match": ["2"]}],
    "assign": [{"tier": "tier-0", "arns": [DB]}, {"tier": "tier-2", "accounts": ["222222222222"]}]}

# One region, the one whose types have no prefix, an alias, one that numbers unlike its region,
# a local zone, and a colon instead of the dash.
PREFIXES = {"": "us-east-1", "USE1-": "us-east-1", "EU-": "eu-west-1", "EUW1-": "eu-west-1",
            "EUC1-": "eu-central-1", "APS3-": "ap-south-1", "CPT-": "af-south-1",
            "USW2-LAX1-": "us-west-2", "LAX1-": "us-west-2", "EUC1:": "eu-central-1",
            "UGW1-": "us-gov-west-1", "EU-EUC1-": "eu-west-1"}

# How the tier of a line is found: who pays, by which method, and what the line says for it.
WAYS = [("tier-0", "direct", {"resource": DB}), ("tier-0", "lineage", {"resource": POINT}),
        ("tier-1", "tag", {"tags": {"dr-tier": "1"}}),
        ("tier-2", "assigned", {"account": "222222222222"}),
        ("unallocated", "unallocated", {"resource": "r-of-nobody"})]

# Text for a star in a pattern of the table; else it stands for nothing.
STARS = {"AWSBackup,EarlyDelete-*": "ColdByteHrs-EFS", "AWSBackup,Restore-*": "WarmBytes-EFS",
         "AWSBackup,PartialRestore-*": "Jobs-EFS", "AWSBackup,CrossRegion-*": "WarmBytes-EFS",
         "AWSBackup,WarmStorage-ByteHrs*": "-EBS-LAGV", "AWSBackup,ColdStorage-ByteHrs*": "-EFS",
         "AmazonEC2,EBS:directAPI.snapshot.*": "List", "AmazonDynamoDB,Repl*": "WriteRequestUnits",
         "AmazonDynamoDB,IA-Repl*": "WriteCapacityUnit-Hrs", "AmazonGlacier,*-Retrieval-Bytes": "Bulk",
         "AmazonGlacier,*-Bytes": "AWS-Out", "AmazonS3,TimedStorage-*": "ByteHrs",
         "AmazonS3,S3RTC-*": "Out-Bytes", "AmazonS3,Requests-*": "Tier3",
         "AmazonS3,*": "Requests-Tier1", "AWSElasticDisasterRecovery,*": "DRS-Replication",
         "AWSR53AppRecoveryController,*": "Cluster-Hours",
         "AWSResilienceHub,*": "PaidTierApplication",
         "AmazonElastiCache,*": "AWS-Out-Bytes"}
OPERATIONS = {"*": "Something", "*ForRepl": "PutObjectForRepl", "*ReplTime": "GetObjectReplTime",
              "GlobalDatastore:*": "GlobalDatastore:Redis"}

# What must not count, though its name says so; and what counts without a row in the table.
NOT_DR = [("AmazonCloudWatch", "TimedStorage-ByteHrs", "HourlyStorageMetering"),
          ("AmazonS3", "Requests-Tier2", "ReadBucketReplication"),
          ("AmazonS3", "Requests-Tier1", "WriteBucketReplication"),
          ("AmazonGlacier", "AWS-Out-Bytes", "ListVaults"),
          ("AmazonQ", "q-developer-users", "q-developer-snapshot"),
          ("AmazonRDS", "RDS:Multi-AZ-GP3-Storage", "CreateDBInstance:0014"),
          ("AmazonRDS", "Multi-AZUsage:db.r6g.large", "CreateDBInstance:0014"),
          ("AmazonRoute53", "DNS-Queries", "A"),
          ("AmazonS3", "TimedStorage-ByteHrs", "StandardStorage"),
          ("AmazonS3", "Tables-TimedStorage-ByteHrs", "StandardStorage"),
          ("AmazonS3", "Annotation-TimedStorage-GlacierByteHrs", "X"),
          ("AmazonS3", "TimedStorage-SIA-SmObjects", "StandardIASizeOverhead"),
          ("AmazonS3", "EarlyDelete-SIA", "DeleteObject"),
          ("AmazonS3", "Requests-Tier4", "S3-INTTransition"),
          ("AmazonS3", "AWS-Out-Bytes", "GetObject"),
          ("AmazonDynamoDB", "IA-TimedStorage-ByteHrs", ""),
          ("AmazonEFS", "TimedStorage-ByteHrs", ""),
          ("AmazonTimestream", "MagneticStore-ByteHrs", ""),
          ("AmazonEC2", "EBS:VolumeUsage.gp3", "CreateVolume-Gp3"),
          ("AmazonEC2", "DataTransfer-Regional-Bytes", "InterZone-Out"),
          ("AmazonS3", "EU-MRAP-Out-Bytes", "GetObject"),
          ("AWSSupportBusiness", "Dollar", "")]
UNCLASSIFIED = [("AWSBackup", "Index-Objects-Count", "BackupIndex"),
                ("AWSBackup", "SomethingNew", "New"),
                ("AmazonEC2", "EBS:SnapshotUsageUnderBilling", "CreateSnapshot"),
                ("AmazonRDS", "RDS:BackupOfANewKind", ""),
                ("AmazonEFS", "ReplicationWrites", ""),
                ("AmazonRedshift", "RMS:Serverless", "SnapshotRecovery")]


def contract(product, usage, operation):
    """The mechanism and class as the product's contract words them, written anew."""
    def has(*words):
        return any(re.search(word, usage) for word in words)

    archive = ("archive_storage", "archive")
    if product == "AWSBackup":
        return (("early_delete", "") if has("^EarlyDelete") else
                ("restore_and_test", "") if has("^(Partial)?Restore", "^RT-") else
                ("cross_region_copy", "") if has("^CrossRegion") else
                ("backup_operations", "") if has("^BackupEvaluations") else
                ("backup_storage", "cold" if has("^Cold") else "warm"))
    if product == "AmazonS3":
        if operation in ("ReadBucketReplication", "WriteBucketReplication"):
            return "", ""
        if re.search("ForRepl$|ReplTime$", operation) or has("S3RTC"):
            return "replication", ""
        if has("^EarlyDelete"):
            return "early_delete", ""
        if "Transition" in operation:
            return "backup_operations", ""
        if "RestoreObject" in operation or has("Retrieval", "Peak-Restore", "-Tier[56]$", "GDA-Tier3",
                                               "INT-D?AA-"):
            return ("restore_and_test", "") if not has("^TimedStorage-INT") else archive
        return archive if has("^TimedStorage") else ("backup_operations", "")
    if product == "AmazonGlacier":
        return (("", "") if operation == "ListVaults" else archive if has("^TimedStorage") else
                ("early_delete", "") if has("EarlyDelete") else
                ("backup_operations", "") if has("^Requests") else ("restore_and_test", ""))
    if product.startswith("AWSStorageGateway"):
        return (("backup_storage", "warm") if has("VTL-Storage") else
                archive if has("VTS-Storage") else ("early_delete", "") if has("EarlyDelete") else
                ("backup_operations", "") if has("Move") else ("restore_and_test", ""))
    if product in ("AmazonEFS", "AmazonTimestream"):
        return "", ""
    if product in ("AWSElasticDisasterRecovery",):
        return "drs_replication", ""
    if product in ("AmazonRoute53", "AWSR53AppRecoveryController"):
        return "failover_routing", ""
    if has("PITR", "Backtrack"):
        return "pitr_storage", "warm"
    if has("^IA-Repl", "^Repl", "ReplicatedWriteIO") or operation.startswith("GlobalDatastore"):
        return "global_tables", ""
    if has("InterRegionSnapshotCopy", "^AWS-(Out|In)-"):
        return "cross_region_copy", ""
    if has("ArchiveStorage"):
        return archive
    if has("ArchiveEarlyDelete"):
        return "early_delete", ""
    if has("RestoreDataSize", "ArchiveRetrieval", "FastSnapshotRestore"):
        return "restore_and_test", ""
    if product == "AWSResilienceHub" or has("directAPI", "ExportDataSize", "ExportToS3"):
        return "backup_operations", ""
    snapshot = product in ("AmazonEC2", "AmazonRedshift", "AmazonElastiCache", "AmazonMemoryDB")
    return "snapshot_storage" if snapshot else "backup_storage", "warm"


def table():
    """(product, usage type, operation, mechanism, class) for each row of the table."""
    text = (harness.SOURCE / "analysis" / "mechanisms.csv").read_text()
    rows = csv.DictReader(line for line in text.splitlines() if line and line[0] != "#")
    for row in rows:
        product, usage, operation = row["product"], row["usage_type"], row["operation"]
        star = STARS.get(f"{product},{usage}", "")
        yield (product, usage.replace("*", star), OPERATIONS.get(operation, operation.strip("*")),
               row["mechanism"], row["storage_class"])


def invented():
    """Lines with what is expected of each: (mechanism, class, region, tier, method)."""
    examples = [*table(), *((*line, "", "") for line in NOT_DR),
                *((*line, "unclassified", "") for line in UNCLASSIFIED)]
    n = 0
    for product, usage, operation, mechanism, storage in examples:
        for prefix, region in PREFIXES.items():
            if usage.startswith("EU-MRAP") and prefix:
                continue
            if prefix == "" and product in ("AmazonRoute53", "AWSR53AppRecoveryController"):
                region = "global"
            tier, method, says = WAYS[n % len(WAYS)]
            n += 1
            yield (Line(product, prefix + usage, operation, f"{n}.{n:06d}1", **says),
                   (mechanism, storage, region, tier, method))


class Classification(harness.Case):
    maxDiff = 4000

    def load(self, name, lines):
        """A database with the bill in a format and a small inventory; the spend as JSON."""
        here = self.dir / name
        self.write(f"{name}/bill/bill.csv", bill_formats.FORMATS[name](lines))
        place = f"{name}/inventory/111122223333/eu-west-1/"
        self.write(place + "rds.describe-db-instances.json", json.dumps({"DBInstances": [
            {"DBInstanceIdentifier": "ledger", "DBInstanceArn": DB, "Engine": "postgres",
             "DBInstanceStatus": "available"}]}))
        self.write(place + "backup.list-recovery-points-by-backup-vault/V.json", json.dumps(
            {"RecoveryPoints": [{
                "RecoveryPointArn": POINT, "BackupVaultName": "V", "ResourceArn": DB,
                "BackupVaultArn": "arn:aws:backup:eu-west-1:111122223333:backup-vault:V",
                "ResourceType": "RDS", "Status": "COMPLETED", "CreationDate": 1725300000}]}))
        self.write(f"{name}/policy.json", json.dumps(POLICY))
        self.run_tool("ingest", here / "bill", here / "inventory", cwd=here)
        return json.loads(self.run_tool("spend", "--json", "--policy", "policy.json", "--cost",
                                        "unblended", cwd=here).stdout)["spend"]

    def test_every_row_in_every_format(self):
        """each row of the table, in each region and format: right mechanism, class, region, tier, method"""
        facts = list(invented())
        wanted = defaultdict(lambda: defaultdict(Decimal))
        lines = {}
        for line, (mechanism, storage, region, tier, method) in facts:
            if not mechanism:
                continue
            for key, value in (("mechanism", mechanism), ("storage_class", storage or "none"),
                               ("tier", tier), ("method", method), ("region", region)):
                wanted[key][value] += Decimal(line.cost)
            lines[line.product, line.usage_type, line.operation, line.cost] = (mechanism, region, tier)
        spends = {}
        for name in bill_formats.FORMATS:
            spend = spends[name] = self.load(name, [line for line, _ in facts])
            seen = {(l["product"], l["usage_type"], l["operation"], l["cost"]):
                    (l["mechanism"], l["region"], l["tier"]) for l in spend["lines"]}
            self.assertEqual(sorted(seen.items() ^ lines.items())[:6], [], name)
            for key, sums in wanted.items():
                got = {row[key]: Decimal(row["cost"]) for row in spend["by_" + key]}
                self.assertEqual(got, dict(sums), f"{name} by {key}")
            self.assertEqual(Decimal(spend["bill_total"]),
                             sum((Decimal(line.cost) for line, _ in facts), Decimal(0)), name)
        first, *others = spends.values()
        for other in others:
            # FOCUS 1.0 does not say what has been invoiced
            for key in first.keys() - {"reconciliation", "months", "by_month"}:
                self.assertEqual(other[key], first[key], key)

    def test_the_table_says_what_the_contract_says(self):
        """each row of the table has the mechanism and class that the contract's words give it"""
        for product, usage, operation, mechanism, storage in table():
            self.assertEqual((mechanism, storage), contract(product, usage, operation),
                             f"{product} {usage} {operation}")


if __name__ == "__main__":
    harness.main()
