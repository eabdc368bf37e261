#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Asks Python's decimal what a bill sums to on every basis and compares with the store.

    check_totals.py INGEST_TOOL [BILL.csv[.gz] ...]

Without files a bill is made up that has lines of every type, split over all bases. The
rules are written here a second time, from the published definitions, on purpose."""

import csv
import gzip
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from decimal import Decimal, getcontext, ROUND_HALF_EVEN

getcontext().prec = 120
PLACES = Decimal(1).scaleb(-20)
CUR = {
    "type": ("lineItem/LineItemType", "line_item_line_item_type"),
    "currency": ("lineItem/CurrencyCode", "line_item_currency_code"),
    "product": ("lineItem/ProductCode", "line_item_product_code"),
    "description": ("lineItem/LineItemDescription", "line_item_line_item_description"),
    "unblended": ("lineItem/UnblendedCost", "line_item_unblended_cost"),
    "net": ("lineItem/NetUnblendedCost", "line_item_net_unblended_cost"),
    "list": ("pricing/publicOnDemandCost", "pricing_public_on_demand_cost"),
    "ri_arn": ("reservation/ReservationARN", "reservation_reservation_a_r_n"),
    "ri": ("reservation/EffectiveCost", "reservation_effective_cost"),
    "ri_net": ("reservation/NetEffectiveCost", "reservation_net_effective_cost"),
    "up": ("reservation/UnusedAmortizedUpfrontFeeForBillingPeriod",
           "reservation_unused_amortized_upfront_fee_for_billing_period"),
    "up_net": ("reservation/NetUnusedAmortizedUpfrontFeeForBillingPeriod",
               "reservation_net_unused_amortized_upfront_fee_for_billing_period"),
    "rec": ("reservation/UnusedRecurringFee", "reservation_unused_recurring_fee"),
    "rec_net": ("reservation/NetUnusedRecurringFee", "reservation_net_unused_recurring_fee"),
    "sp": ("savingsPlan/SavingsPlanEffectiveCost", "savings_plan_savings_plan_effective_cost"),
    "sp_net": ("savingsPlan/NetSavingsPlanEffectiveCost", "savings_plan_net_savings_plan_effective_cost"),
    "committed": ("savingsPlan/TotalCommitmentToDate", "savings_plan_total_commitment_to_date"),
    "used": ("savingsPlan/UsedCommitment", "savings_plan_used_commitment"),
    "gross_rec": ("savingsPlan/RecurringCommitmentForBillingPeriod",
                  "savings_plan_recurring_commitment_for_billing_period"),
    "net_rec": ("savingsPlan/NetRecurringCommitmentForBillingPeriod",
                "savings_plan_net_recurring_commitment_for_billing_period"),
}
BASES = ("unblended", "net", "amortized", "net_amortized", "list")


def opened(path):
    return gzip.open(path, "rt", encoding="utf-8-sig", newline="") if path.endswith(".gz") else open(
        path, encoding="utf-8-sig", newline="")


class Line:
    def __init__(self, cells, index):
        self.cells, self.index = cells, index

    def has(self, name):
        return name in self.index

    def text(self, name):
        return self.cells[self.index[name]] if name in self.index else ""

    def amount(self, *names):
        for name in names:
            if self.text(name):
                return Decimal(self.text(name))
        return Decimal(0)

    def bases(self):
        kind, gross = self.text("type"), self.amount("unblended")
        net = self.amount("net", "unblended")
        if kind.endswith("Discount") and self.has("net"):
            net = Decimal(0)
        amortized, net_amortized = gross, net
        public = Decimal(0) if kind == "SavingsPlanNegation" else self.amount("list", "unblended")
        if self.has("sp"):
            if kind == "SavingsPlanCoveredUsage":
                amortized, net_amortized = self.amount("sp"), self.amount("sp_net", "sp")
            elif kind in ("SavingsPlanNegation", "SavingsPlanUpfrontFee") or (
                    kind == "Refund" and self.text("product") == "ComputeSavingsPlans"
                    and self.text("description").startswith("Refund for one-time fee for Savings Plan ID")):
                amortized = net_amortized = Decimal(0)
            elif kind == "SavingsPlanRecurringFee":
                amortized = net_amortized = self.amount("committed") - self.amount("used")
                if self.text("net_rec") and self.amount("gross_rec"):
                    net_amortized = (amortized * self.amount("net_rec") / self.amount("gross_rec")).quantize(
                        PLACES, ROUND_HALF_EVEN)
        if self.has("ri"):
            if kind == "DiscountedUsage":
                amortized, net_amortized = self.amount("ri"), self.amount("ri_net", "ri")
            elif kind == "RIFee":
                amortized = self.amount("up") + self.amount("rec")
                net_amortized = self.amount("up_net", "up") + self.amount("rec_net", "rec")
            elif kind == "Fee" and self.text("ri_arn"):
                amortized = net_amortized = Decimal(0)
        return gross, net, amortized, net_amortized, public


def expected(path):
    totals, lines = defaultdict(lambda: [Decimal(0)] * len(BASES)), Counter()
    with opened(path) as stream:
        rows = csv.reader(stream)
        header = next(rows)
        index = {name: header.index(spelled) for name, both in CUR.items() for spelled in both if spelled in header}
        for cells in rows:
            if cells:
                line = Line(cells, index)
                key = (line.text("currency"), line.text("type"))
                totals[key] = [a + b for a, b in zip(totals[key], line.bases())]
                lines[key] += 1
    return {key: (lines[key], *totals[key]) for key in totals}


def stored(tool, path, database):
    subprocess.run([tool, database, path], check=True)
    totals = {}
    connection = sqlite3.connect(database)
    query = f"select currency, line_type, n_lines, {', '.join(BASES)} from cost"
    for currency, kind, n_lines, *amounts in connection.execute(query):
        before = totals.get((currency, kind), (0, *[Decimal(0)] * len(BASES)))
        totals[currency, kind] = (before[0] + n_lines, *[a + Decimal(b) for a, b in zip(before[1:], amounts)])
    for currency, total in connection.execute("select currency, unblended from control_total"):
        summed = sum(values[1] for key, values in totals.items() if key[0] == currency)
        assert summed == Decimal(total), (currency, summed, total)
    connection.close()
    return totals


def make_up(path):
    """A bill with every line type, amounts of every shape, the same each time."""
    chance = random.Random(7)
    kinds = ("Usage Tax Credit Refund Fee RIFee DiscountedUsage SavingsPlanCoveredUsage SavingsPlanNegation "
             "SavingsPlanRecurringFee SavingsPlanUpfrontFee EdpDiscount BundledDiscount Other").split()
    fixed = ["bill/PayerAccountId", "bill/BillingPeriodStartDate", "lineItem/UsageAccountId", "lineItem/UsageStartDate",
             "lineItem/UsageType", "lineItem/Operation", "lineItem/UsageAmount", "lineItem/ResourceId"]
    texts = ("type", "currency", "product", "description", "ri_arn", "gross_rec", "net_rec")

    def amount():
        shape = chance.randrange(5)
        if shape == 0:
            return ""
        value = Decimal(chance.randrange(-10**12, 10**12)).scaleb(-chance.choice((2, 10, 20)))
        return f"{value:E}" if shape == 1 else f"{value:f}"

    with open(path, "w", newline="", encoding="utf-8") as stream:
        out = csv.writer(stream)
        out.writerow(fixed + [both[0] for both in CUR.values()])
        for row in range(5000):
            text = {"type": kinds[row % len(kinds)], "currency": chance.choice(("USD", "USD", "CNY")),
                    "product": chance.choice(("ComputeSavingsPlans", "AmazonEC2")),
                    "description": chance.choice(("Refund for one-time fee for Savings Plan ID: x", "other, one")),
                    "ri_arn": chance.choice(("", "arn:aws:ec2:r:a:reserved-instances/x"))}
            # A ratio of wild amounts would leave the range of decimals; real commitments are close.
            text["gross_rec"] = f"{chance.randrange(1, 10**6)}E-3"
            text["net_rec"] = f"{chance.randrange(10**6)}E-3"
            out.writerow(["1", "2024-09-01T00:00:00Z", "2", "2024-09-02T00:00:00Z", "u", "o", amount(),
                          f"r-{chance.randrange(40)}"] + [text[n] if n in texts else amount() for n in CUR])


def check(tool, path, work, number):
    want = expected(path)
    got = stored(tool, path, os.path.join(work, f"{number}.db"))
    if want != got:
        for key in sorted(set(want) | set(got)):
            if want.get(key) != got.get(key):
                print(f"{path} {key}:\n  decimal {want.get(key)}\n  store   {got.get(key)}")
        return False
    print(f"{path}: {sum(v[0] for v in want.values())} lines, {len(want)} line types agree on {len(BASES)} bases")
    return True


def main():
    tool, files = sys.argv[1], sys.argv[2:]
    with tempfile.TemporaryDirectory() as work:
        if not files:
            files = [os.path.join(work, "made-up.csv")]
            make_up(files[0])
        results = [check(tool, path, work, number) for number, path in enumerate(files)]
    sys.exit(0 if all(results) else 1)


main()
