# SPDX-License-Identifier: Apache-2.0
"""What ingest does with files that are whole, broken, missing or doubled, and its exit codes."""

import gzip
import json
import signal
import subprocess
import time

import harness
from harness import EXAMPLE

HEADER = ("bill/PayerAccountId,bill/BillingPeriodStartDate,lineItem/UsageAccountId,"
          "lineItem/LineItemType,lineItem/UsageStartDate,lineItem/ProductCode,lineItem/UsageType,"
          "lineItem/Operation,lineItem/UsageAmount,lineItem/CurrencyCode,lineItem/UnblendedCost")


def bill(*costs, month="2024-09", payer="102030405060", header=HEADER, currency="USD"):
    rows = [f"{payer},{month}-01T00:00:00Z,{payer},Usage,{month}-02T00:00:00Z,AmazonRDS,"
            f"EU-RDS:ChargedBackupUsage,,1,{currency},{cost}" for cost in costs]
    return "\n".join([header, *rows]) + "\n"


class Ingest(harness.Case):
    def ingest(self, *arguments, expect=0):
        return self.run_tool("ingest", *arguments, expect=expect)

    def sources(self):
        return json.loads(self.run_tool("sources", "--json").stdout)["sources"]

    def totals(self):
        return sorted(s["control_total"] for s in self.sources()
                      if s["control_total"] is not None)

    def test_clean(self):
        """a clean bill ends with 0, whatever its line ends and quoting"""
        self.write("a/bill.csv", bill("1.5", "-0.25"))
        self.write("b/bill.csv", ("\ufeff" + bill("2", month="2024-08")).replace("\n", "\r\n"))
        self.write("c/bill.csv.gz", gzip.compress(bill('"8.00098E-5"', month="2024-07").encode()))
        self.ingest("a", "b", "c")
        self.assertEqual(self.totals(), ["0.0000800098", "1.25", "2.00"])

    def test_rejected_rows(self):
        """a bad row is rejected with file, row and column, the others are kept: 4"""
        self.write("bill.csv", bill("1", "twelve", "2") + "too,few\n")
        done = self.ingest("bill.csv", expect=4)
        self.assertRegex(done.stderr, r"bill\.csv:3:.*UnblendedCost.*")
        self.assertRegex(done.stderr, r"bill\.csv:5:")
        self.assertIn("4 read, 2 kept, 2 rejected", done.stdout)
        self.assertEqual(self.totals(), ["3.00"])

    def test_many_rejects_are_counted(self):
        """of many rejects of one kind ten are shown and the rest counted, and -q shows none"""
        self.write("bill.csv", bill("1", *["x"] * 25))
        done = self.ingest("bill.csv", expect=4)
        self.assertEqual(done.stderr.count("bill.csv:"), 10)
        self.assertIn("15 more of the kind bad_amount", done.stderr)
        self.assertEqual(self.ingest("bill.csv", "-q", "--db", "q.db", expect=4).stderr, "")

    def test_unusable(self):
        """a path that gives nothing usable ends with 3, and the others are kept"""
        self.write("good/bill.csv", bill("1"))
        self.write("bad/bill.csv", bill("x"))
        (self.dir / "empty").mkdir()
        self.ingest("missing", expect=3)
        self.ingest("empty", expect=3)
        self.ingest("bad", expect=3)
        self.ingest("good", "missing", expect=3)
        self.assertEqual(self.totals(), ["1.00"])

    def test_unusable_says_why(self):
        """a path that gives nothing says why without being asked"""
        self.write("notes.csv", "a,b\n1,2\n")
        result = self.ingest("notes.csv", expect=3)
        self.assertIn("notes.csv: is in no format that drledger reads", result.stderr)

    def test_missing_column(self):
        """a required column that is missing or doubled refuses the file and is named"""
        self.write("a.csv", bill("1").replace("lineItem/Operation,", "", 1))
        self.assertIn("lineItem/Operation", self.ingest("a.csv", expect=3).stderr)
        doubled = bill("1").replace("lineItem/Operation,", "lineItem/UsageType,", 1)
        self.write("b.csv", doubled)
        self.assertIn("lineItem/UsageType", self.ingest("b.csv", expect=3).stderr)

    def test_header_only(self):
        """a file with a header and no rows ends with 0 and replaces nothing"""
        self.write("d/bill.csv", bill("1"))
        self.ingest("d")
        self.write("e/bill.csv", HEADER + "\n")
        self.ingest("e")
        self.assertIn("1.00", self.totals())

    def test_month_is_replaced(self):
        """loading a month again from the same folder replaces it"""
        self.write("d/bill.csv", bill("1"))
        self.ingest("d")
        self.write("d/bill.csv", bill("5", "6"))
        self.ingest("d")
        self.assertEqual(self.totals(), ["11.00"])

    def test_conflict(self):
        """a month from elsewhere is a conflict (3) until --replace says which one to keep"""
        self.write("d/bill.csv", bill("1"))
        self.write("e/bill.csv", bill("7"))
        self.ingest("d")
        self.ingest("e", expect=3)
        self.assertEqual(self.totals(), ["1.00"])
        self.ingest("e", "--replace")
        self.assertEqual(self.totals(), ["7.00"])

    def test_currencies_do_not_mix(self):
        """currencies never mix: each has its total, and the file as a whole has none"""
        self.write("bill.csv", bill("1") + bill("2", currency="EUR").split("\n", 1)[1])
        self.ingest("bill.csv")
        source = self.sources()[0]
        self.assertIsNone(source["control_total"])
        self.assertEqual(source["control_totals"], {"EUR": "2.00", "USD": "1.00"})

    def test_amounts(self):
        """digits are kept to the last, and an amount that cannot be is rejected, not rounded"""
        self.write("bill.csv", bill("0.12345678901234567891", "999999999999999", "1e15",
                                    "0.123456789012345678901"))
        self.ingest("bill.csv", expect=4)
        self.assertEqual(self.totals(), ["999999999999999.12345678901234567891"])


class Kill(harness.Case):
    """A kill at any moment leaves the old month or the new one."""

    N = 120000

    def big(self, cost):
        body = [HEADER]
        body += [f"102030405060,2024-09-01T00:00:00Z,102030405060,Usage,2024-09-{1 + n % 30:02}T00:00:00Z,"
                 f"AmazonEC2,EU-EBS:SnapshotUsage,CreateSnapshot-{n % 9000},1,USD,{cost}"
                 for n in range(self.N)]
        return gzip.compress("\n".join(body).encode() + b"\n", 1)

    def total(self):
        sources = json.loads(self.run_tool("sources", "--json").stdout)["sources"]
        return [s["control_total"] for s in sources if s["control_total"]]

    def test_kill(self):
        """a kill during ingest leaves the old month or the new one, whole"""
        self.write("d/bill.csv.gz", self.big("0.01"))
        self.run_tool("ingest", "d")
        old, new = ["1200.00"], ["2400.00"]
        self.assertEqual(self.total(), old)
        self.write("d/bill.csv.gz", self.big("0.02"))
        command = [harness.DRLEDGER, "ingest", "d"]
        started = time.monotonic()
        probe = self.dir / "probe.db"
        self.run_tool("ingest", "d", "--db", probe)
        whole = time.monotonic() - started
        seen = set()
        for step in range(12):
            process = subprocess.Popen(command, cwd=self.dir, stdout=subprocess.DEVNULL,
                                       stderr=subprocess.DEVNULL)
            time.sleep(whole * step / 11)
            process.send_signal(signal.SIGKILL)
            process.wait()
            total = self.total()
            self.assertIn(total, (old, new), f"after {step}/11 of the time")
            seen.add(tuple(total))
        self.assertIn(tuple(old), seen)
        self.run_tool("ingest", "d")
        self.assertEqual(self.total(), new)


if __name__ == "__main__":
    harness.main()
