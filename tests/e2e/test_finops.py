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


if __name__ == "__main__":
    harness.main()
