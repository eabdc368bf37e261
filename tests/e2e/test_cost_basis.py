# SPDX-License-Identifier: Apache-2.0
"""The cost bases of a whole bill: what one basis moves in time, another must show again."""

import csv
import io
import json
import random
from decimal import Decimal

import bill_formats
import harness
from bill_formats import Line

TEN = Decimal("0.0000000001")
COLUMNS = {
    "payer": "bill_payer_account_id", "month": "bill_billing_period_start_date",
    "account": "line_item_usage_account_id", "kind": "line_item_line_item_type",
    "start": "line_item_usage_start_date", "product": "line_item_product_code",
    "usage_type": "line_item_usage_type", "operation": "line_item_operation",
    "usage": "line_item_usage_amount", "currency": "line_item_currency_code",
    "invoice": "bill_invoice_id", "resource": "line_item_resource_id",
    "cost": "line_item_unblended_cost", "net": "line_item_net_unblended_cost",
    "list": "pricing_public_on_demand_cost",
    "reservation": "reservation_reservation_a_r_n",
    "ri_effective": "reservation_effective_cost",
    "ri_net_effective": "reservation_net_effective_cost",
    "ri_unused_upfront": "reservation_unused_amortized_upfront_fee_for_billing_period",
    "ri_unused_recurring": "reservation_unused_recurring_fee",
    "sp_effective": "savings_plan_savings_plan_effective_cost",
    "sp_net_effective": "savings_plan_net_savings_plan_effective_cost",
    "sp_committed": "savings_plan_total_commitment_to_date",
    "sp_used": "savings_plan_used_commitment",
    "sp_recurring": "savings_plan_recurring_commitment_for_billing_period",
    "sp_upfront": "savings_plan_amortized_upfront_commitment_for_billing_period",
    "split": "split_line_item_split_cost", "split_unused": "split_line_item_unused_cost"}


def text(lines):
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS.values())
    common = {"payer": "999900000000", "month": "2024-09-01T00:00:00Z", "account": "111122223333",
              "start": "2024-09-02T00:00:00Z", "usage_type": "EU-BoxUsage:m5.large",
              "operation": "RunInstances", "product": "AmazonEC2", "usage": "1", "currency": "USD",
              "invoice": "INV-1"}
    for line in lines:
        writer.writerow([{**common, **line}.get(key, "") for key in COLUMNS])
    return out.getvalue()


class Bill:
    """An invented month whose commitments are consistent, as AWS's are to its rounding."""

    def __init__(self, seed):
        self.dice = random.Random(seed)
        self.lines = []
        self.upfront = self.amortized_upfront = self.discounts = Decimal(0)
        for n in range(20):
            self.add("Usage", self.amount(), list=self.amount(), resource=f"i-{n}")
        self.savings_plan()
        self.reservation()
        self.add("Credit", -self.amount())
        self.add("Refund", -self.amount())
        self.add("Tax", self.amount(), product="", usage_type="", operation="")
        self.discount()

    def amount(self):
        return (Decimal(self.dice.randrange(1, 10**12)) * TEN).quantize(TEN)

    def split(self, total, n):
        parts = [(total / n).quantize(TEN) for _ in range(n - 1)]
        return [*parts, total - sum(parts)]

    def add(self, kind, cost, **more):
        self.lines.append({"kind": kind, "cost": cost, "list": cost, **more})

    def savings_plan(self):
        recurring, amortized, fee = self.amount(), self.amount(), self.amount()
        used = ((recurring + amortized) * Decimal("0.8")).quantize(TEN)
        for effective in self.split(used, 7):
            on_demand = effective * 2
            self.add("SavingsPlanCoveredUsage", on_demand, sp_effective=effective)
            self.add("SavingsPlanNegation", -on_demand)
        self.add("SavingsPlanRecurringFee", recurring, product="ComputeSavingsPlans", list=0,
                 sp_committed=recurring + amortized, sp_used=used, sp_recurring=recurring,
                 sp_upfront=amortized)
        self.add("SavingsPlanUpfrontFee", fee, product="ComputeSavingsPlans", list=0)
        self.upfront += fee
        self.amortized_upfront += amortized

    def reservation(self):
        recurring, amortized, fee = self.amount(), self.amount(), self.amount()
        unused_r, unused_u = recurring / 4, amortized / 4
        arn = "arn:aws:ec2:eu-west-1:999900000000:reserved-instances/r-1"
        for effective in self.split(recurring - unused_r + amortized - unused_u, 5):
            self.add("DiscountedUsage", Decimal(0), ri_effective=effective, reservation=arn,
                     list=effective * 2)
        self.add("RIFee", recurring, reservation=arn, ri_unused_recurring=unused_r,
                 ri_unused_upfront=unused_u, list=0)
        self.add("Fee", fee, reservation=arn, list=0)
        self.upfront += fee
        self.amortized_upfront += amortized

    def discount(self):
        """A private rate: each usage line has a net cost, and one line takes the difference off."""
        total = Decimal(0)
        for line in self.lines:
            if line["kind"] == "Usage":
                line["net"] = (line["cost"] * Decimal("0.9")).quantize(TEN)
                total += line["cost"] - line["net"]
        self.add("EdpDiscount", -total)

    def sum(self, key, *kinds):
        return sum((Decimal(line[key]) for line in self.lines if not kinds or line["kind"] in kinds),
                   Decimal(0))


class CostBasis(harness.Case):
    def totals(self, **files):
        for name, body in files.items():
            self.write(f"{name}/bill.csv", body)
            self.run_tool("ingest", self.dir / name)
        return {basis: self.spend(basis)["spend"]["bill_total"]
                for basis in ("unblended", "net", "amortized", "net-amortized", "list")}

    def spend(self, basis="unblended"):
        return json.loads(self.run_tool("spend", "--json", "--cost", basis).stdout)

    def test_identities(self):
        """amortized = unblended - upfront fees + their share of the month; net = unblended with discounts"""
        for seed in range(3):
            with self.subTest(seed=seed):
                bill = Bill(seed)
                (self.dir / "drledger.db").unlink(missing_ok=True)
                totals = {key: Decimal(value)
                          for key, value in self.totals(bill=text(bill.lines)).items()}
                self.assertEqual(totals["unblended"], bill.sum("cost"))
                self.assertEqual(totals["amortized"],
                                 bill.sum("cost") - bill.upfront + bill.amortized_upfront)
                self.assertEqual(totals["net"], bill.sum("cost"),
                                 "a discount line and the net columns say the same")
                self.assertEqual(totals["net-amortized"], totals["amortized"])
                self.assertEqual(totals["list"], bill.sum("list") - bill.sum("list", "SavingsPlanNegation"))

    def test_split_cost_rows(self):
        """rows that tell an instance's cost again by pod add nothing"""
        pods = [{"kind": "Usage", "operation": "EKSPod-EC2", "cost": "0", "resource": "pod/a",
                 "split": "3", "split_unused": "4"},
                {"kind": "Usage", "operation": "ECSTask-EC2", "cost": "", "resource": "task/b",
                 "split": "5", "split_unused": "6"}]
        totals = self.totals(bill=text([{"kind": "Usage", "cost": "10", "list": "10"}, *pods]))
        self.assertEqual(set(totals.values()), {"10.00"})

    def test_payers(self):
        """several payers: one total, and each invoice under its payer"""
        first = Line("AmazonEC2", "EBS:SnapshotUsage", "", "1.25", payer="111111111111", invoice="A")
        second = Line("AmazonEC2", "EBS:SnapshotUsage", "", "2.50", payer="222222222222", invoice="A")
        refund = Line("AmazonEC2", "EBS:SnapshotUsage", "", "-0.25", payer="222222222222",
                      kind="Refund", invoice="B")
        self.totals(one=bill_formats.legacy([first]), two=bill_formats.cur2([second, refund]))
        spend = self.spend()["spend"]
        self.assertEqual((spend["bill_total"], spend["dr_total"]), ("3.50", "3.50"))
        self.assertEqual([(r["invoice_id"], r["payer"], r["unblended"]) for r in spend["reconciliation"]],
                         [("A", "111111111111", "1.25"), ("A", "222222222222", "2.50"),
                          ("B", "222222222222", "-0.25")])

    def test_currencies(self):
        """several currencies are never in one figure: the report covers one and says so"""
        lines = [Line("AmazonEC2", "EBS:SnapshotUsage", "", "1", resource=f"s-{n}") for n in range(2)]
        lines.append(Line("AmazonEC2", "EBS:SnapshotUsage", "", "100", currency="NOK"))
        self.totals(bill=bill_formats.legacy(lines))
        result = self.spend()
        self.assertEqual((result["currency"], result["spend"]["bill_total"]), ("USD", "2.00"))
        self.assertEqual([(r["currency"], r["unblended"]) for r in result["spend"]["reconciliation"]],
                         [("NOK", "100.00"), ("USD", "2.00")])
        source, = json.loads(self.run_tool("sources", "--json").stdout)["sources"]
        self.assertIsNone(source["control_total"])
        self.assertEqual(source["control_totals"], {"NOK": "100.00", "USD": "2.00"})
        self.assertTrue(any("NOK" in note for note in result["notes"]), result["notes"])

    def test_estimated(self):
        """a month with a line that no invoice has yet is an estimate, unless the line costs nothing"""
        done = Line("AmazonEC2", "EBS:SnapshotUsage", "", "1")
        free = Line("AmazonEC2", "EBS:SnapshotUsage", "", "0", invoice="", resource="free")
        open_line = Line("AmazonEC2", "EBS:SnapshotUsage", "", "1", invoice="", resource="open")
        for lines, estimated in (([done, free], False), ([done, open_line], True)):
            (self.dir / "drledger.db").unlink(missing_ok=True)
            self.totals(bill=bill_formats.legacy(lines))
            result = self.spend()
            self.assertEqual([m["estimated"] for m in result["spend"]["by_month"]], [estimated])
            self.assertEqual(any("invoiced" in note or "estimate" in note
                                 for note in result["notes"]), estimated)

    def test_without_invoices(self):
        """where a bill cannot say what has been invoiced, a month whose usage reaches its end is complete"""
        for end, estimated in (("2024-10-01T00:00:00Z", False), ("2024-09-17T00:00:00Z", True)):
            (self.dir / "drledger.db").unlink(missing_ok=True)
            bill = ("BillingAccountId,SubAccountId,BillingPeriodStart,ChargePeriodStart,ChargePeriodEnd,"
                    "BillingCurrency,BilledCost,EffectiveCost,ChargeCategory,ConsumedQuantity,ServiceName\n"
                    f"1,2,2024-09-01T00:00:00Z,2024-09-16T00:00:00Z,{end},USD,1,1,Usage,1,AWS Backup\n")
            self.run_tool("ingest", self.write("focus.csv", bill))
            result = self.spend()
            self.assertEqual([m["estimated"] for m in result["spend"]["by_month"]], [estimated])


if __name__ == "__main__":
    harness.main()
