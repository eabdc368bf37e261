#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Cold storage on the example organisation, figured out a second time from its files.

The savings are computed here with exact fractions, straight from the bill's rows and the
answers of AWS Backup, and must be what `drledger tiering --json` prints.
"""

import csv
import glob
import gzip
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from fractions import Fraction

DRLEDGER = os.environ["DRLEDGER"]
EXAMPLE = os.path.join(os.environ["SOURCE_DIR"], "examples", "organization")
BILL = os.path.join(EXAMPLE, "bills", "meridian-cur2", "data", "BILLING_PERIOD=2024-09")
WARM_DAYS, COLD_MINIMUM_DAYS = 30, 90


def tiering(organization):
    """The tiering of what a folder holds, without a policy: nothing is promised."""
    with tempfile.TemporaryDirectory() as work:
        database = os.path.join(work, "a.db")
        subprocess.run([DRLEDGER, "ingest", "-q", "--db", database, organization], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        out = subprocess.run([DRLEDGER, "tiering", "--json", "--db", database, "--month", "2024-09"],
                             stdout=subprocess.PIPE, check=True).stdout
        result = json.loads(out)
        return result.get("tiering", result)


def bill_rows():
    for path in glob.glob(os.path.join(BILL, "*.csv.gz")):
        with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)


def answers(call):
    pattern = os.path.join(EXAMPLE, "inventory", "*", "*", call, "*.json")
    for path in sorted(glob.glob(pattern)):
        with open(path, encoding="utf-8") as file:
            yield json.load(file)


def expected_savings():
    """{(file system, plan rule): saving} of every rule that may go cold."""
    days = {}
    for plan in answers("backup.get-backup-plan"):
        for rule in plan["BackupPlan"]["Rules"]:
            days[rule["RuleId"]] = rule.get("Lifecycle", {})
    points = {}
    for answer in answers("backup.list-recovery-points-by-backup-vault"):
        for point in answer["RecoveryPoints"]:
            rule = point.get("CreatedBy", {}).get("BackupRuleId")
            if point["ResourceType"] == "EFS" and rule:
                points[point["RecoveryPointArn"]] = (point["ResourceArn"], rule)
    warm, cold_cost, cold_gb = {}, Fraction(0), Fraction(0)
    for row in bill_rows():
        cost = Fraction(row["line_item_unblended_cost"])
        gb = Fraction(row["line_item_usage_amount"])
        if row["line_item_usage_type"] == "EU-ColdStorage-ByteHrs-EFS":
            cold_cost, cold_gb = cold_cost + cost, cold_gb + gb
        elif row["line_item_usage_type"] == "EU-WarmStorage-ByteHrs-EFS":
            key = points.get(row["line_item_resource_id"])
            before = warm.get(key, (Fraction(0), Fraction(0)))
            warm[key] = (before[0] + cost, before[1] + gb)
    savings = {}
    for (resource, rule), (cost, gb) in ((k, v) for k, v in warm.items() if k):
        kept = days[rule]["DeleteAfterDays"]
        if "MoveToColdStorageAfterDays" in days[rule] or kept < WARM_DAYS + COLD_MINIMUM_DAYS:
            continue
        warm_only = cost
        # the cost of the GB a month, split over the days of a point's life
        mixed = cost * WARM_DAYS / kept + gb * (cold_cost / cold_gb) * (kept - WARM_DAYS) / kept
        savings[resource, rule] = warm_only - mixed
    return savings


class Tiering(unittest.TestCase):
    def test_cold_storage_saves_what_the_files_say(self):
        result = tiering(EXAMPLE)
        accepted = [p for p in result["proposals"]
                    if p["kind"] == "backup_cold" and p["verdict"] == "accept"]
        want = expected_savings()
        self.assertTrue(want)
        self.assertEqual(sorted(p["resource"] for p in accepted), sorted(r for r, _ in want))
        got = sum(Fraction(p["monthly_saving"]) for p in accepted)
        self.assertLess(abs(got - sum(want.values())), Fraction(1, 10**15))

    def test_the_total_is_the_sum_of_what_is_accepted_and_below_the_bill(self):
        result = tiering(EXAMPLE)
        accepted = [p for p in result["proposals"] if p["verdict"] == "accept"]
        total = sum(Fraction(p["monthly_saving"]) for p in accepted)
        self.assertEqual(Fraction(result["net_monthly_saving"]), total)
        billed = sum(Fraction(r["line_item_unblended_cost"]) for r in bill_rows()
                     if "Storage" in r["line_item_usage_type"])
        self.assertLess(total, billed)

    def test_taking_evidence_away_never_raises_a_figure_that_is_not_marked(self):
        whole = Fraction(tiering(EXAMPLE)["net_monthly_saving"])
        with tempfile.TemporaryDirectory() as work:
            copy = os.path.join(work, "organization")
            shutil.copytree(EXAMPLE, copy)
            inventory = os.path.join(copy, "inventory", "203040506070", "eu-west-1")
            for path in sorted(glob.glob(os.path.join(inventory, "backup.*"))):
                aside = os.path.join(work, "aside")
                os.rename(path, aside)
                result = tiering(copy)
                os.rename(aside, path)
                if result["complete"]:
                    self.assertLessEqual(Fraction(result["net_monthly_saving"]), whole, path)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], "-v"])
