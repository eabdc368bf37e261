# SPDX-License-Identifier: Apache-2.0
"""Random organisations, judged twice: by the program, and by the contract written down a
second time in this file, which shares nothing with it. Amounts are Python's decimal."""

import csv
import datetime
import decimal
import fnmatch
import json
import os
import random

import harness

D = decimal.Decimal
decimal.getcontext().prec = 60
ACCOUNT, HOME, AWAY = "111122223333", "eu-west-1", "eu-central-1"
CODES = {HOME: "EU", AWAY: "EUC1"}
MONTH = datetime.datetime(2024, 9, 1, tzinfo=datetime.timezone.utc)
MONTH_END = datetime.datetime(2024, 10, 1, tzinfo=datetime.timezone.utc)
AS_OF = datetime.datetime(2024, 9, 28, 12, tzinfo=datetime.timezone.utc)
WORLDS = int(os.environ.get("DRLEDGER_WORLDS", "20"))

POLICY = {
    "schema": "drledger/policy/1", "organization": "Oracle", "home_regions": [HOME], "dr_regions": [AWAY],
    "tags": {"tier": ["dr-tier", "criticality"], "application": ["app"]},
    "tiers": [
        {"id": "gold", "name": "Gold", "match": ["0"], "strategy": "warm_standby", "rto": "PT1H", "rpo": "PT4H"},
        {"id": "silver", "name": "Silver", "match": ["1"], "strategy": "backup_and_restore", "rto": "PT24H",
         "rpo": "PT26H"},
        {"id": "bronze", "name": "Bronze", "match": ["2"], "strategy": "backup_and_restore"}],
    "default_tier": "bronze",
    "assign": [{"tier": "gold", "arns": ["arn:aws:ec2:*:*:volume/vol-*7"]},
               {"tier": "silver", "arns": ["arn:aws:rds:*:*:db:db-1*"]}],
    "out_of_scope": [{"arns": ["arn:aws:*:*:*:*9"], "reason": "rebuilt"}]}
RPO = {"gold": 4 * 3600, "silver": 26 * 3600, "bronze": None}
OPT_IN = {"volume": "EBS", "db": "RDS", "table": "DynamoDB"}


def stamp(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def like(pattern, text):
    """The pattern language of ARNs: * and ? only."""
    return fnmatch.fnmatchcase(text, pattern.replace("[", "[[]"))


class World:
    """One organisation: what is in AWS, and what it was billed."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.resources = [self.resource(i) for i in range(self.random.randint(4, 24))]
        self.opt_in = {(region, kind): self.random.random() < 0.6
                       for region in CODES for kind in ("EBS", "RDS", "DynamoDB")}
        self.plans = [self.plan(i) for i in range(self.random.randint(0, 5))]
        self.points = [p for r in self.resources for p in self.points_of(r)]
        self.snapshots = [s for r in self.resources if r["kind"] == "volume" for s in self.snapshots_of(r)]
        self.lines = self.bill()

    def moment(self):
        return AS_OF - datetime.timedelta(minutes=self.random.choice([60, 600, 3000, 30000])
                                          * self.random.random())

    def resource(self, i):
        kind = self.random.choice(["volume", "volume", "db", "table"])
        region = self.random.choice([HOME, HOME, AWAY])
        name = {"volume": f"vol-{i:04d}", "db": f"db-{i}", "table": f"table-{i}"}[kind]
        service = {"volume": "ec2", "db": "rds", "table": "dynamodb"}[kind]
        rest = {"volume": f"volume/{name}", "db": f"db:{name}", "table": f"table/{name}"}[kind]
        tags = {}
        if self.random.random() < 0.6:
            tags[self.random.choice(["dr-tier", "DR_Tier", "criticality"])] = self.random.choice("0123")
        if self.random.random() < 0.5:
            tags["backup"] = self.random.choice(["daily", "weekly", "no"])
        return {"arn": f"arn:aws:{service}:{region}:{ACCOUNT}:{rest}", "kind": kind, "region": region,
                "name": name, "tags": tags,
                "pitr": self.moment() if kind != "volume" and self.random.random() < 0.4 else None}

    def plan(self, i):
        region = self.random.choice([HOME, HOME, AWAY])
        some = self.random.choice(self.resources)
        resources = self.random.choice([
            ["*"], ["arn:aws:ec2:*:*:volume/*"], ["arn:aws:ec2:*"], ["arn:aws:rds:*:*:db:*"],
            ["arn:aws:dynamodb:*:*:table/table-*"], [some["arn"]], [some["arn"] + "x"], []])
        value = self.random.choice(["daily", "weekly"])
        by_tag = [value] if self.random.random() < 0.4 or not resources else []
        return {"id": f"plan-{i}", "region": region,
                "arn": f"arn:aws:backup:{region}:{ACCOUNT}:backup-plan:plan-{i}", "resources": resources, "by_tag": by_tag,
                "not": [some["arn"]] if self.random.random() < 0.2 else [],
                "condition": self.random.choice([None, None, None, ("StringEquals", "daily"),
                                                 ("StringNotEquals", "no"), ("StringLike", "*ly"),
                                                 ("StringNotLike", "week*")]),
                "deleted": self.random.random() < 0.15}

    def points_of(self, resource):
        points = []
        for i in range(self.random.choice([0, 0, 1, 2, 6])):
            created = self.moment()
            status = self.random.choice(["COMPLETED"] * 6 + ["EXPIRED", "DELETING", "PARTIAL"])
            points.append({"of": resource["arn"], "region": resource["region"], "created": created,
                           "status": status, "id": f"{resource['name']}-{i}",
                           "arn": f"arn:aws:backup:{resource['region']}:{ACCOUNT}:recovery-point:"
                                  f"{resource['name']}-{i}",
                           "plan": self.random.choice([p["id"] for p in self.plans] + [None])})
        return points

    def snapshots_of(self, resource):
        return [{"of": resource["arn"], "volume": resource["name"], "region": resource["region"],
                 "id": f"snap-{resource['name'][4:]}{i}", "created": self.moment(),
                 "state": self.random.choice(["completed"] * 4 + ["pending", "error"])}
                for i in range(self.random.choice([0, 0, 1, 3]))]

    def amount(self):
        return D(self.random.randrange(1, 10 ** 9)).scaleb(-self.random.choice([2, 6, 8]))

    def line(self, product, usage, operation, resource, region, about, tags=None, tax=False):
        return {"product": product, "usage": usage, "operation": operation, "resource": resource,
                "region": region, "about": about, "cost": self.amount(), "tags": tags or {}, "tax": tax}

    def bill(self):
        lines = []
        for r in self.resources:
            product = {"volume": "AmazonEC2", "db": "AmazonRDS", "table": "AmazonDynamoDB"}[r["kind"]]
            usage = {"volume": "EBS:VolumeUsage.gp3", "db": "InstanceUsage:db.r6g.large",
                     "table": "TimedStorage-ByteHrs"}[r["kind"]]
            billed = r["name"] if r["kind"] == "volume" else r["arn"]
            for _ in range(self.random.choice([0, 1, 1, 3])):
                lines.append(self.line(product, f"{CODES[r['region']]}-{usage}", "Run", billed, r["region"],
                                       ("own", r)))
            if r["kind"] == "table" and self.random.random() < 0.5:
                lines.append(self.line(product, f"{CODES[r['region']]}-TimedPITRStorage-ByteHrs", "", r["arn"],
                                       r["region"], ("direct", r)))
        for s in self.snapshots:
            owner = next(r for r in self.resources if r["arn"] == s["of"])
            lines.append(self.line("AmazonEC2", f"{CODES[s['region']]}-EBS:SnapshotUsage", "CreateSnapshot",
                                   f"arn:aws:ec2:{s['region']}:{ACCOUNT}:snapshot/{s['id']}", s["region"],
                                   ("lineage", owner)))
        for tier in ("0", "1", "7", ""):
            tags = {"resourceTags/user:dr-tier": tier} if tier else {}
            lines.append(self.line("AWSBackup", f"{CODES[AWAY]}-WarmStorage-ByteHrs-S3", "Storage", "", AWAY,
                                   ("tag", {"0": "gold", "1": "silver"}.get(tier)), tags))
        lines.append(self.line("AmazonEC2", "EU-BoxUsage:m5.large", "RunInstances", "", HOME, ("none", None)))
        lines.append(self.line("AWSBackup", "", "", "", HOME, ("none", None), tax=True))
        return lines

    # --- as files -----------------------------------------------------------------

    def write(self, folder):
        inventory = folder / "inventory" / ACCOUNT
        for region in CODES:
            here = inventory / region
            for call, answer in self.answers(region).items():
                path = here / (call + ".json")
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(json.dumps(answer))
        (inventory / "global").mkdir(parents=True)
        (inventory / "global" / "s3api.list-buckets.json").write_text('{"Buckets": []}')
        (folder / "policy.json").write_text(json.dumps(POLICY))
        self.write_bill(folder / "bill.csv")

    def answers(self, region):
        mine = [r for r in self.resources if r["region"] == region]
        tags = lambda r: [{"Key": k, "Value": v} for k, v in sorted(r["tags"].items())]
        vault = {"BackupVaultName": "v", "BackupVaultArn": f"arn:aws:backup:{region}:{ACCOUNT}:backup-vault:v"}
        answers = {
            "ec2.describe-volumes": {"Volumes": [
                {"VolumeId": r["name"], "Size": 8, "State": "available", "Encrypted": True, "Attachments": [],
                 "CreateTime": "2024-01-01T00:00:00Z", "Tags": tags(r)} for r in mine if r["kind"] == "volume"]},
            "rds.describe-db-instances": {"DBInstances": [
                {"DBInstanceIdentifier": r["name"], "DBInstanceArn": r["arn"], "Engine": "postgres",
                 "DBInstanceStatus": "available", "InstanceCreateTime": "2024-01-01T00:00:00Z",
                 "BackupRetentionPeriod": 7 if r["pitr"] else 0, "TagList": tags(r),
                 **({"LatestRestorableTime": stamp(r["pitr"])} if r["pitr"] else {})}
                for r in mine if r["kind"] == "db"]},
            "dynamodb.list-tables": {"TableNames": [r["name"] for r in mine if r["kind"] == "table"]},
            "resourcegroupstaggingapi.get-resources": {"ResourceTagMappingList": [
                {"ResourceARN": r["arn"], "Tags": tags(r)} for r in mine if r["tags"]]},
            "ec2.describe-snapshots": {"Snapshots": [
                {"SnapshotId": s["id"], "VolumeId": s["volume"], "State": s["state"], "OwnerId": ACCOUNT,
                 "StartTime": stamp(s["created"]), "VolumeSize": 8, "Encrypted": True, "Tags": []}
                for s in self.snapshots if s["region"] == region]},
            "ec2.describe-instances": {"Reservations": []}, "rds.describe-db-clusters": {"DBClusters": []},
            "rds.describe-db-instance-automated-backups": {"DBInstanceAutomatedBackups": []},
            "rds.describe-global-clusters": {"GlobalClusters": []},
            "efs.describe-file-systems": {"FileSystems": []},
            "efs.describe-replication-configurations": {"Replications": []},
            "drs.describe-source-servers": {"items": []},
            "backup.list-backup-vaults": {"BackupVaultList": [vault]},
            "backup.list-recovery-points-by-backup-vault/v": {"RecoveryPoints": [
                {"RecoveryPointArn": p["arn"], "ResourceArn": p["of"], "Status": p["status"], **vault,
                 "ResourceType": OPT_IN[next(r["kind"] for r in self.resources if r["arn"] == p["of"])],
                 "CreationDate": stamp(p["created"]), "CompletionDate": stamp(p["created"]), "IsEncrypted": True,
                 **({"CreatedBy": {"BackupPlanId": p["plan"], "BackupRuleId": "r"}} if p["plan"] else {})}
                for p in self.points if p["region"] == region]},
            "backup.describe-region-settings": {"ResourceTypeOptInPreference": {
                kind: self.opt_in[region, kind] for kind in ("EBS", "RDS", "DynamoDB")}},
            "backup.list-backup-plans": {"BackupPlansList": [
                {"BackupPlanId": p["id"], "BackupPlanName": p["id"],
                 "BackupPlanArn": p["arn"],
                 **({"DeletionDate": "2024-05-01T00:00:00Z"} if p["deleted"] else {})}
                for p in self.plans if p["region"] == region]},
            "backup.list-backup-jobs": {"BackupJobs": []}, "backup.list-copy-jobs": {"CopyJobs": []},
            "backup.list-restore-jobs": {"RestoreJobs": []}}
        for r in mine:
            if r["kind"] == "table":
                pitr = {"PointInTimeRecoveryStatus": "ENABLED" if r["pitr"] else "DISABLED"}
                if r["pitr"]:
                    pitr["LatestRestorableDateTime"] = stamp(r["pitr"])
                answers[f"dynamodb.describe-table/{r['name']}"] = {"Table": {
                    "TableName": r["name"], "TableArn": r["arn"], "TableStatus": "ACTIVE",
                    "CreationDateTime": "2024-01-01T00:00:00Z"}}
                answers[f"dynamodb.describe-continuous-backups/{r['name']}"] = {
                    "ContinuousBackupsDescription": {"ContinuousBackupsStatus": "ENABLED",
                                                     "PointInTimeRecoveryDescription": pitr}}
        for p in self.plans:
            if p["region"] == region:
                answers.update(self.plan_answers(p))
        return answers

    @staticmethod
    def plan_answers(plan):
        selection = {"SelectionName": "s", "IamRoleArn": f"arn:aws:iam::{ACCOUNT}:role/r",
                     "Resources": plan["resources"], "NotResources": plan["not"],
                     "ListOfTags": [{"ConditionType": "STRINGEQUALS", "ConditionKey": "backup",
                                     "ConditionValue": value} for value in plan["by_tag"]],
                     "Conditions": {}}
        if plan["condition"]:
            operator, value = plan["condition"]
            selection["Conditions"] = {operator: [{"ConditionKey": "aws:ResourceTag/backup",
                                                   "ConditionValue": value}]}
        name = plan["id"]
        return {
            f"backup.get-backup-plan/{name}": {
                "BackupPlanId": name, "BackupPlanArn": plan["arn"], "BackupPlan": {
                "BackupPlanName": name, "Rules": [{"RuleName": "r", "RuleId": "r", "TargetBackupVaultName": "v"}]},
                **({"DeletionDate": "2024-05-01T00:00:00Z"} if plan["deleted"] else {})},
            f"backup.list-backup-selections/{name}": {"BackupSelectionsList": [
                {"SelectionId": f"s-{name}", "SelectionName": "s", "BackupPlanId": name}]},
            f"backup.get-backup-selection/s-{name}": {"BackupSelection": selection, "SelectionId": f"s-{name}",
                                                      "BackupPlanId": name}}

    def write_bill(self, path):
        columns = ["bill/PayerAccountId", "bill/BillingPeriodStartDate", "bill/InvoiceId",
                   "lineItem/UsageAccountId", "lineItem/LineItemType", "lineItem/UsageStartDate",
                   "lineItem/UsageEndDate", "lineItem/ProductCode", "lineItem/UsageType", "lineItem/Operation",
                   "lineItem/UsageAmount", "lineItem/CurrencyCode", "lineItem/UnblendedCost",
                   "lineItem/ResourceId", "product/region", "resourceTags/user:dr-tier"]
        with open(path, "w", newline="", encoding="utf-8") as file:
            out = csv.writer(file)
            out.writerow(columns)
            for line in self.lines:
                out.writerow(["999988887777", "2024-09-01T00:00:00Z", "INV-1", ACCOUNT,
                              "Tax" if line["tax"] else "Usage", "2024-09-01T00:00:00Z", "2024-09-02T00:00:00Z",
                              line["product"], line["usage"], line["operation"], "1", "USD", str(line["cost"]),
                              line["resource"], line["region"], line["tags"].get("resourceTags/user:dr-tier", "")])


class Judge:
    """The contract, once more."""

    def __init__(self, world):
        self.world = world

    @staticmethod
    def in_scope(resource):
        return not like("arn:aws:*:*:*:*9", resource["arn"])

    @staticmethod
    def tier(resource):
        if like("arn:aws:ec2:*:*:volume/vol-*7", resource["arn"]):
            return "gold"
        if like("arn:aws:rds:*:*:db:db-1*", resource["arn"]):
            return "silver"
        tags = {key.lower().replace("-", "").replace("_", ""): value for key, value in resource["tags"].items()}
        for key in ("drtier", "criticality"):
            if tags.get(key) in ("0", "1", "2"):
                return {"0": "gold", "1": "silver", "2": "bronze"}[tags[key]]
        return "bronze"

    def selects(self, plan, resource):
        """None: not at all; else whether the Region's opt-in lets it."""
        if plan["deleted"] or plan["region"] != resource["region"]:
            return None
        reached = [p for p in plan["resources"] if like(p, resource["arn"])]
        value = resource["tags"].get("backup")
        if not reached and value not in plan["by_tag"]:
            return None
        if resource["arn"] in plan["not"]:
            return None
        if plan["condition"]:
            operator, wanted = plan["condition"]
            holds = {"StringEquals": value == wanted, "StringNotEquals": value != wanted,
                     "StringLike": value is not None and like(wanted, value),
                     "StringNotLike": value is None or not like(wanted, value)}[operator]
            if not holds:
                return None
        names_type = any(p == resource["arn"] or p.split(":", 5)[5:6] and p.split(":", 5)[5] != "*"
                         for p in reached if p.count(":") >= 5)
        return names_type or self.world.opt_in[resource["region"], OPT_IN[resource["kind"]]]

    def state(self, resource):
        since = AS_OF - datetime.timedelta(seconds=RPO[self.tier(resource)] or 86400)
        backups = [p["created"] for p in self.world.points
                   if p["of"] == resource["arn"] and p["status"] == "COMPLETED"]
        others = [s["created"] for s in self.world.snapshots
                  if s["of"] == resource["arn"] and s["state"] == "completed"]
        others += [resource["pitr"]] if resource["pitr"] else []
        selections = [self.selects(plan, resource) for plan in self.world.plans]
        fresh = lambda moments: any(m.replace(microsecond=0) >= since for m in moments)
        if True in selections and fresh(backups):
            return "protected"
        if fresh(backups + others):
            return "protected_elsewhere"
        if backups + others:
            return "stale"
        if True in selections:
            return "selected_not_protected"
        return "blocked" if False in selections else "unprotected"

    def rpo(self, resource):
        """The worst gap in seconds; None without any point."""
        if resource["pitr"] and AS_OF - resource["pitr"].replace(microsecond=0) <= datetime.timedelta(hours=1):
            return 0
        moments = [p["created"] for p in self.world.points
                   if p["of"] == resource["arn"] and p["status"] != "PARTIAL"]
        moments += [s["created"] for s in self.world.snapshots
                    if s["of"] == resource["arn"] and s["state"] == "completed"]
        moments = sorted(m.replace(microsecond=0) for m in moments)
        if not moments:
            return None
        right = min(MONTH_END, AS_OF)
        before = [m for m in moments if m <= MONTH]
        edges = ([before[-1]] if before else [MONTH]) + [m for m in moments if m > MONTH] + [right]
        return max(int((b - a).total_seconds()) for a, b in zip(edges, edges[1:]))

    def own_cost(self, resource):
        """Unknown when no line names it; a table that is only billed for PITR costs 0 itself."""
        if not any(line["about"] in (("own", resource), ("direct", resource)) for line in self.world.lines):
            return None
        return sum((line["cost"] for line in self.world.lines if line["about"] == ("own", resource)), D(0))

    def dr_lines(self):
        """(tier or unallocated, method, cost) of every DR line."""
        for line in self.world.lines:
            how, about = line["about"]
            if how in ("direct", "lineage"):
                yield self.tier(about), how, line["cost"]
            elif how == "tag" and about:
                yield about, "tag", line["cost"]
            elif how == "tag":
                yield "unallocated", "unallocated", line["cost"]


class Oracle(harness.Case):
    def judged(self, seed):
        world = World(seed)
        folder = self.dir / f"world-{seed}"
        folder.mkdir()
        world.write(folder)
        database = folder / "drledger.db"
        self.run_tool("ingest", "--db", database, folder / "inventory", folder / "bill.csv")
        self.run_tool("report", "audit", "--format", "json", "--db", database, "--policy", folder / "policy.json",
                      "--as-of", stamp(AS_OF), "-o", folder)
        return world, Judge(world), json.loads((folder / "audit-2024-09.json").read_text())

    def test_states_costs_and_gaps(self):
        """states, tiers, RPO achieved, headline and spend are what the contract says"""
        seen = set()
        for seed in range(WORLDS):
            world, judge, report = self.judged(seed)
            with self.subTest(seed=seed):
                self.check_resources(world, judge, report, seen)
                self.check_headline(world, judge, report)
                self.check_spend(world, judge, report)
        self.assertEqual(seen, {"protected", "protected_elsewhere", "stale", "blocked",
                                "selected_not_protected", "unprotected"})

    def check_resources(self, world, judge, report, seen):
        scope = [r for r in world.resources if judge.in_scope(r)]
        rows = {row["resource"]: row for row in report["resources"]}
        self.assertEqual(sorted(rows), sorted(r["arn"] for r in scope))
        for resource in scope:
            row = rows[resource["arn"]]
            told = (row["tier"], row["state"], row["rpo_achieved"],
                    row["own_cost"] and D(row["own_cost"]))
            self.assertEqual(told, (judge.tier(resource), judge.state(resource), judge.rpo(resource),
                                    judge.own_cost(resource)), resource["arn"])
            seen.add(row["state"])

    def check_headline(self, world, judge, report):
        scope = [r for r in world.resources if judge.in_scope(r)]
        safe = [r for r in scope if judge.state(r) in ("protected", "protected_elsewhere")]
        cost = lambda some: sum((judge.own_cost(r) or D(0) for r in some), D(0))
        head = report["coverage"]["headline"]
        self.assertEqual((head["in_scope"], head["protected"]), (len(scope), len(safe)))
        self.assertEqual(head["cost_unknown"], sum(judge.own_cost(r) is None for r in scope))
        self.assertTrue(head["complete"], head["missing"])
        ratio = lambda a, b: (a / b).quantize(D("0.0001"), decimal.ROUND_HALF_EVEN)
        if scope:
            self.assertEqual(D(head["by_count"]), ratio(D(len(safe)), D(len(scope))))
        if cost(scope):
            self.assertEqual(D(head["by_cost"]), ratio(cost(safe), cost(scope)))
            self.assertEqual(D(head["spend_at_risk"]), cost(scope) - cost(safe))

    def check_spend(self, world, judge, report):
        spend = report["spend"]
        self.assertEqual(D(spend["bill_total"]), sum((line["cost"] for line in world.lines), D(0)))
        lines = list(judge.dr_lines())
        self.assertEqual(D(spend["dr_total"]), sum((cost for *_, cost in lines), D(0)))
        for key, section, place in (("tier", "by_tier", 0), ("method", "by_method", 1)):
            want = {}
            for line in lines:
                want[line[place]] = want.get(line[place], D(0)) + line[2]
            told = {row[key]: D(row["cost"]) for row in spend[section] if D(row["cost"])}
            self.assertEqual(told, want, section)


if __name__ == "__main__":
    harness.main()
