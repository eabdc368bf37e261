# SPDX-License-Identifier: Apache-2.0
"""Laws that hold on any bill, on the real AWS files beside the project where they are."""

import csv
import decimal
import gzip
import io
import json
import re
import unittest
from collections import defaultdict

import harness

D = decimal.Decimal
BILLS = ["cur/scrubbed/legacy-hourly-1.csv.gz", "cur/scrubbed/legacy-hourly-2.csv.gz",
         "cur/scrubbed/cur2-daily-00001.csv", "cur/pitfalls/p01_bom_crlf.csv",
         "cur/pitfalls/p10_multi_member.csv.gz"]


def rows_of(path):
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def unblended(row):
    for key, value in row.items():
        if key and key.lower().replace("/", "_").replace("_", "").endswith("lineitemunblendedcost"):
            return D(value or 0)
    raise KeyError("no unblended cost")


def first_of(row, *names):
    return next((row[name] for name in names if row.get(name) not in (None, "", "NULL")), "")


def month_of(row):
    return (first_of(row, "bill/BillingPeriodStartDate", "bill_billing_period_start_date",
                     "BillingPeriodStart")[:7],
            first_of(row, "lineItem/CurrencyCode", "line_item_currency_code", "BillingCurrency"))


def usage_of(row):
    """(product, usage type, operation) of a row of any format."""
    def first(*names):
        return first_of(row, *names)
    return (first("lineItem/ProductCode", "line_item_product_code", "x_ServiceCode", "ServiceName"),
            first("lineItem/UsageType", "line_item_usage_type", "x_UsageType", "SkuMeter"),
            first("lineItem/Operation", "line_item_operation", "x_Operation"))


def billed(row):
    return D(row["BilledCost"]) if "BilledCost" in row else unblended(row)


def pattern_of(suffix):
    """A regular expression for the usage types of a cell such as `A-Bytes / <SRC>-B-<T>`."""
    found = []
    for one in re.sub(r"\s*\(.*?\)", "", suffix).split(" / "):
        one = one.strip()
        if one.startswith(("-", ".")):  # a tail of the alternative before
            one = found[0].rsplit(one[0], 1)[0] + one
        found.append(one)
    patterns = (re.sub(r"<[^>]*>", "@", one).replace("*", "@") for one in found if one)
    return "|".join(re.escape(one).replace("@", "[A-Za-z0-9]+") for one in patterns)


def known_usage_types():
    """(product, usage type, operation, is DR) as regular expressions, from the list of the
    reference: it knows nothing of the program's own table."""
    with open(harness.SHARED / "cur" / "dr_usage_types.tsv", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            usage = pattern_of(row["usage_type_suffix"])
            operation = re.sub(r"[()]|contains ", "", row["operation"])
            words = [re.escape(word.strip()) for word in operation.split(" / ") if "..." not in word]
            decides = row["product_code"] in ("AmazonS3", "AmazonGlacier", "AmazonCloudWatch") or (
                "AWS-Out" in row["usage_type_suffix"])
            if usage:
                yield (row["product_code"].split(" or "), re.compile(f"(^|[-:])({usage})$"),
                       re.compile("|".join(words) if words and decides else ""),
                       row["category"] != "NOT-DR")


@unittest.skipUnless((harness.SHARED / "cur").is_dir(), "the shared AWS files are not here")
class Shared(harness.Case):
    def test_bills(self):
        """real bills load whole: rows, control totals and breakdowns agree to the last digit"""
        decimal.getcontext().prec = 60
        for name in BILLS:
            path = harness.SHARED / name
            if not path.is_file():
                continue
            db = self.dir / "one.db"
            db.unlink(missing_ok=True)
            self.run_tool("ingest", "--db", db, path, expect=None)
            rows = rows_of(path)
            source = json.loads(self.run_tool("sources", "--db", db, "--json").stdout)["sources"][0]
            self.assertEqual(source["rows_read"], len(rows), name)
            self.assertEqual(source["rows_kept"], len(rows), name)
            self.assertEqual(D(source["control_total"]), sum(map(unblended, rows)), name)
            spend = json.loads(self.run_tool("spend", "--db", db, "--json", "--cost",
                                             "unblended").stdout)["spend"]
            for part in ("tier", "mechanism", "account", "region", "method"):
                self.assertEqual(sum((D(r["cost"]) for r in spend["by_" + part]), D(0)),
                                 D(spend["dr_total"]), f"{name} by {part}")

    def test_nothing_that_looks_like_dr_is_dropped(self):
        """on real bills the DR spend holds every usage type of the reference's list, and no false friend"""
        decimal.getcontext().prec = 60
        known = list(known_usage_types())
        bills = [path for path in sorted((harness.SHARED / "cur").rglob("*"))
                 if path.name.endswith((".csv", ".csv.gz")) and path.parent.name != "headers"
                 and "extracted/my-prefix" not in str(path)]
        n_dr = 0
        for path in bills:
            db = self.dir / "one.db"
            db.unlink(missing_ok=True)
            self.run_tool("ingest", "--db", db, path, expect=None)
            if not db.is_file():
                continue
            done = self.run_tool("spend", "--db", db, "--json", "--cost", "unblended", expect=None)
            result = json.loads(done.stdout)
            if not result["month"]:
                continue
            seen = defaultdict(D)
            for line in result["spend"]["lines"]:
                seen[line["product"], line["usage_type"], line["operation"]] += D(line["cost"])
            wanted = defaultdict(D)
            for row in rows_of(path):
                if month_of(row) != (result["month"], result["currency"]):
                    continue
                product, usage, operation = usage_of(row)
                for products, usage_re, operation_re, is_dr in known:
                    if product in products and usage_re.search(usage) and operation_re.search(operation):
                        key = (product, usage, operation)
                        if is_dr:
                            wanted[key] += billed(row)
                        else:
                            self.assertNotIn(key, seen, path.name)
                        break
            for key, cost in wanted.items():
                self.assertIn(key, seen, path.name)
                self.assertEqual(seen[key], cost, f"{path.name}: {key}")
            n_dr += len(wanted)
        self.assertGreater(n_dr, 5, "the bills show disaster recovery")


if __name__ == "__main__":
    harness.main()
