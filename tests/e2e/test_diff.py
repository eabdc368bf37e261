# SPDX-License-Identifier: Apache-2.0
"""What changed between two months: the parts add up, to the last digit, however odd the bill."""

import json
import random
from collections import defaultdict
from decimal import Decimal, getcontext
from fractions import Fraction

import harness

HEADER = ("bill/PayerAccountId,bill/BillingPeriodStartDate,lineItem/UsageAccountId,"
          "lineItem/LineItemType,lineItem/UsageStartDate,lineItem/ProductCode,lineItem/UsageType,"
          "lineItem/Operation,lineItem/ResourceId,lineItem/UsageAmount,lineItem/CurrencyCode,"
          "lineItem/UnblendedCost,pricing/unit")
PAYER = "102030405060"
KINDS = [("AWSBackup", "EU-WarmStorage-ByteHrs-EFS", "Storage"),
         ("AmazonRDS", "EU-RDS:ChargedBackupUsage", "CreateDBInstance:0014"),
         ("AmazonEC2", "EBS:SnapshotUsage", "CreateSnapshot"),
         ("AWSBackup", "EU-Surprise-Count", ""),
         ("AmazonEC2", "BoxUsage:m5.large", "RunInstances")]  # the last is no DR
PARTS = ("price", "quantity", "new", "gone")
getcontext().prec = 80


def row(month, account, line_type, kind, resource, usage, cost, currency="USD"):
    return (f"{PAYER},{month}-01T00:00:00Z,{account},{line_type},{month}-02T00:00:00Z,{kind[0]},"
            f"{kind[1]},{kind[2]},{resource},{usage},{currency},{cost},GB-Mo")


def random_bill(month, dice):
    """Lines of a month: awkward digits, credits without usage, usage of nothing."""
    rows = []
    for account in ("111122223333", "444455556666"):
        for kind in KINDS:
            for resource in ("a", "b", "c"):
                if dice.random() < 0.3:
                    continue
                usage = Decimal(dice.choice([0, 3, 7, dice.randrange(1, 10**9)])).scaleb(
                    -dice.choice([0, 3, 9]))
                cost = Decimal(dice.randrange(1, 10**12)).scaleb(-dice.choice([2, 9, 15]))
                rows.append(("Usage", account, kind, resource, usage, cost))
                if dice.random() < 0.3:
                    rows.append(("Credit", account, kind, resource, Decimal(dice.choice([0, 5])),
                                 -cost / dice.choice([1, 2, 4])))
    return rows


def text(rows, month):
    lines = [row(month, account, line_type, kind, resource, f"{usage:f}", f"{cost:f}")
             for line_type, account, kind, resource, usage, cost in rows]
    return "\n".join([HEADER, *lines]) + "\n"


def lines_of(rows):
    lines = defaultdict(lambda: [Decimal(0), Decimal(0)])
    for line_type, account, kind, resource, usage, cost in rows:
        if kind is not KINDS[-1]:
            line = lines[account, kind, resource]
            line[0] += usage if line_type == "Usage" else 0
            line[1] += cost
    return lines


def expected(then, now):
    """The four parts and the change, by the definition of analysis/difference.h."""
    parts = dict.fromkeys(PARTS, Decimal(0))
    for key in then.keys() | now.keys():
        if key not in then:
            parts["new"] += now[key][1]
        elif key not in now:
            parts["gone"] -= then[key][1]
        else:
            (q0, c0), (q1, c1) = then[key], now[key]
            effect = Fraction(q1 - q0) * Fraction(c0) / Fraction(q0) if q0 > 0 else Fraction(0)
            quantity = Decimal(round(effect * 10**20)).scaleb(-20)  # round() is half to even
            parts["quantity"] += quantity
            parts["price"] += c1 - c0 - quantity
    return parts


class Diff(harness.Case):
    def load(self, bills):
        for month, content in bills.items():
            self.write(f"{month}/bill.csv", content)
        self.run_tool("ingest", *bills, "-q")

    def diff(self, *months):
        return json.loads(self.run_tool("diff", *months, "--json").stdout)

    def test_parts(self):
        """price, quantity, new and gone are exact and add up to the change, in every breakdown"""
        for seed in range(4):
            dice = random.Random(seed)
            then, now = random_bill("2024-08", dice), random_bill("2024-09", dice)
            database = self.dir / f"{seed}.db"
            for month, rows in (("2024-08", then), ("2024-09", now)):
                self.write(f"{seed}/{month}/bill.csv", text(rows, month))
                self.run_tool("ingest", f"{seed}/{month}", "-q", "--db", database)
            cost = self.diff("2024-08", "2024-09", "--db", database)["cost"]
            wanted = expected(lines_of(then), lines_of(now))
            for part in PARTS:
                self.assertEqual(Decimal(cost[part]), wanted[part], (seed, part))
            self.assertEqual(Decimal(cost["change"]), sum(wanted.values()))
            self.assertEqual(Decimal(cost["after"]) - Decimal(cost["before"]), sum(wanted.values()))
            for by in ("by_mechanism", "by_tier", "by_account"):
                for amount in (*PARTS, "before", "after", "change"):
                    self.assertEqual(sum(Decimal(r[amount]) for r in cost[by]),
                                     Decimal(cost[amount]), (by, amount))
                for r in cost[by]:
                    self.assertEqual(sum(Decimal(r[part]) for part in PARTS), Decimal(r["change"]))
            sizes = [abs(Decimal(m["change"])) for m in cost["movers"]]
            self.assertEqual(sizes, sorted(sizes, reverse=True))
            back = self.diff("2024-09", "2024-08", "--db", database)["cost"]
            self.assertEqual((Decimal(back["new"]), Decimal(back["gone"])),
                             (-wanted["gone"], -wanted["new"]))
            same = self.diff("2024-09", "2024-09", "--db", database)["cost"]
            self.assertEqual({same[part] for part in PARTS}, {"0.00"})

    def test_lines(self):
        """spend.lines add up to the DR total of the month"""
        self.load({"2024-09": text(random_bill("2024-09", random.Random(9)), "2024-09")})
        spend = json.loads(self.run_tool("spend", "--json").stdout)["spend"]
        self.assertEqual(sum(Decimal(line["cost"]) for line in spend["lines"]),
                         Decimal(spend["dr_total"]))

    def test_a_snapshot_that_replaces_another_is_quantity(self):
        """a new snapshot of the same volume goes on where the old one ended: quantity, not new"""
        account = "111122223333"
        snapshots = [{"SnapshotId": f"snap-{i}", "VolumeId": "vol-1", "State": "completed",
                      "StartTime": f"2024-0{8 + i}-10T00:00:00Z", "OwnerId": account,
                      "VolumeSize": 8, "Encrypted": True} for i in (0, 1)]
        region = f"inventory/{account}/eu-west-1"
        self.write(f"{region}/ec2.describe-snapshots.json", json.dumps({"Snapshots": snapshots}))
        self.write(f"{region}/ec2.describe-volumes.json", json.dumps({"Volumes": [
            {"VolumeId": "vol-1", "State": "in-use", "Size": 8,
             "CreateTime": "2024-01-01T00:00:00Z"}]}))
        for i, (month, usage, cost) in enumerate((("2024-08", 10, 1), ("2024-09", 14, "1.40"))):
            self.write(f"{month}/bill.csv", "\n".join([HEADER, row(
                month, account, "Usage", ("AmazonEC2", "EU-EBS:SnapshotUsage", "CreateSnapshot"),
                f"arn:aws:ec2:eu-west-1:{account}:snapshot/snap-{i}", usage, cost)]) + "\n")
        self.run_tool("ingest", "inventory", "2024-08", "2024-09", "-q")
        cost = self.diff("2024-08", "2024-09")["cost"]
        self.assertEqual({k: cost[k] for k in (*PARTS, "change")},
                         {"price": "0.00", "quantity": "0.40", "new": "0.00", "gone": "0.00",
                          "change": "0.40"})

    def test_a_month_that_is_not_loaded(self):
        """a month that is not loaded, or is none, is wrong usage and the months loaded are named"""
        self.load({"2024-09": text(random_bill("2024-09", random.Random(1)), "2024-09"),
                   "2024-08": text(random_bill("2024-08", random.Random(1)), "2024-08")})
        done = self.run_tool("diff", "2024-07", "2024-09", expect=2)
        self.assertIn("no bill of 2024-07 is loaded; loaded: 2024-08, 2024-09", done.stderr)
        self.assertIn("write YYYY-MM", self.run_tool("diff", "2024-08", "9", expect=2).stderr)
        self.run_tool("diff", "2024-08", expect=2)
        self.run_tool("diff", "2024-08", "2024-09", "--month", "2024-09", expect=2)
        self.run_tool("diff", "2024-08", "2024-09", "--db", "none.db", expect=4)

    def test_currencies(self):
        """months in two currencies are not compared"""
        kind = KINDS[0]
        self.load({month: "\n".join([HEADER, row(month, PAYER, "Usage", kind, "a", 1, 1, currency)])
                   + "\n" for month, currency in (("2024-08", "EUR"), ("2024-09", "USD"))})
        done = self.run_tool("diff", "2024-08", "2024-09", expect=3)
        self.assertIn("2024-08 (EUR) and 2024-09 (USD)", done.stderr)


if __name__ == "__main__":
    harness.main()
