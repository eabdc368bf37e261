# SPDX-License-Identifier: Apache-2.0
"""Laws that hold on any bill, on the real AWS files beside the project where they are."""

import csv
import decimal
import gzip
import io
import json
import unittest

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


if __name__ == "__main__":
    harness.main()
