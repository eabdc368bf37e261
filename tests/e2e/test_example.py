# SPDX-License-Identifier: Apache-2.0
"""The built-in organisation, all the way from files to reports."""

import decimal
import gzip
import csv
import io
import json
import re
import shutil
import zlib

import harness
from harness import EXAMPLE

D = decimal.Decimal
REPORTS = ("finops", "audit", "leadership")
OWN = ["--policy", EXAMPLE / "policy.json", "--exceptions", EXAMPLE / "exceptions.json",
       "--attestations", EXAMPLE / "attestations.json"]


def column_total(path, column):
    """The exact sum of a column, by Python's decimal."""
    decimal.getcontext().prec = 60
    rows = csv.DictReader(io.StringIO(gzip.decompress(path.read_bytes()).decode()))
    return sum((D(row[column]) for row in rows), D(0))


class Example(harness.Case):
    def load(self, *paths):
        self.run_tool("ingest", *(paths or (EXAMPLE / "bills", EXAMPLE / "inventory")))

    def answer(self, command, *options, expect=0):
        return json.loads(self.run_tool(command, "--json", *OWN, *options, expect=expect).stdout)

    def report(self, name, *options, folder="out", **how):
        self.run_tool("report", name, "--format", "json", "-o", folder, *OWN, *options, **how)
        return (self.dir / folder / f"{name}-2024-09.json").read_bytes()

    def test_control_totals(self):
        """control totals are the exact sums of the bill's own column"""
        self.load()
        sources = json.loads(self.run_tool("sources", "--json").stdout)["sources"]
        bills = {s["path"]: s for s in sources if s["control_total"] is not None}
        self.assertEqual(len(bills), 10)
        for path, source in bills.items():
            column = ("line_item_unblended_cost" if source["format"] == "cur2"
                      else "lineItem/UnblendedCost")
            self.assertEqual(D(source["control_total"]),
                             column_total(EXAMPLE / "bills" / path, column), path)
            self.assertEqual(source["rows_read"], source["rows_kept"] + source["rows_rejected"])

    def test_older_delivery_is_left_alone(self):
        """a delivery that the newest manifest does not name is left alone"""
        self.load(EXAMPLE / "bills")
        sources = json.loads(self.run_tool("sources", "--json").stdout)["sources"]
        old = [s for s in sources if s["path"].endswith("csv.gz") and s["status"] == "left_alone"]
        self.assertEqual(len(old), 1)

    def test_sums_agree(self):
        """every breakdown of the DR spend adds up to its total, and the bill to its control total"""
        self.load()
        for basis in ("unblended", "amortized", "net", "net-amortized", "list"):
            spend = self.answer("spend", "--cost", basis)["spend"]
            total = D(spend["dr_total"])
            for name in ("tier", "mechanism", "storage_class", "account", "region", "method"):
                parts = sum((D(row["cost"]) for row in spend["by_" + name]), D(0))
                self.assertEqual(parts, total, f"{basis} by {name}")
            if basis == "unblended":
                bill = EXAMPLE / "bills/meridian-cur2/data/BILLING_PERIOD=2024-09"
                self.assertEqual(D(spend["bill_total"]),
                                 column_total(bill / "meridian-cur2-00001.csv.gz",
                                              "line_item_unblended_cost"))

    def test_counts_agree(self):
        """states, headline and rules count the same resources"""
        self.load()
        answer = self.answer("coverage")
        coverage, states = answer["coverage"], answer["coverage"]["states"]
        head = coverage["headline"]
        self.assertEqual(sum(s["resources"] for s in states), head["in_scope"])
        self.assertEqual(sum(s["resources"] for s in states
                             if s["state"] in ("protected", "protected_elsewhere")),
                         head["protected"])
        for rule in coverage["rules"]:
            judged = rule["pass"] + rule["fail"] + rule["insufficient_data"]
            if judged == 0:
                self.assertIsNone(rule["coverage"])
            else:
                self.assertEqual(D(rule["coverage"]), round(D(rule["pass"]) / judged, 4))

    def test_ingest_twice(self):
        """loading the same files twice changes nothing"""
        self.load()
        once = self.report("audit", folder="once")
        done = self.run_tool("ingest", EXAMPLE / "bills", EXAMPLE / "inventory")
        self.assertRegex(done.stdout, r"files: 0 read, \d+ unchanged")
        self.assertEqual(once, self.report("audit", folder="twice"))

    def test_order_does_not_matter(self):
        """the order in which files are loaded does not matter"""
        self.load()
        one = self.report("audit", folder="one")
        (self.dir / "drledger.db").unlink()
        self.load(EXAMPLE / "inventory")
        self.load(EXAMPLE / "bills")
        self.assertEqual(one, self.report("audit", folder="two"))

    def test_reports_are_reproducible(self):
        """reports are the same bytes in another folder, time zone and locale"""
        self.load()
        here = {name: self.report(name) for name in REPORTS}
        other = self.dir / "elsewhere"
        other.mkdir()
        for name in REPORTS:
            there = {"TZ": "Pacific/Auckland", "LC_ALL": "tr_TR.UTF-8", "LANG": "de_DE.UTF-8"}
            self.report(name, "--db", self.dir / "drledger.db", folder="out2", env=there)
            self.assertEqual(here[name],
                             (self.dir / "out2" / f"{name}-2024-09.json").read_bytes())

    def test_exceptions_raise_nothing(self):
        """an exception changes no verdict and raises no figure"""
        self.load()
        without = json.loads(self.run_tool("coverage", "--json", *OWN[:2]).stdout)["coverage"]
        with_them = self.answer("coverage")["coverage"]
        attested = {"DR_RUNBOOKS", "DR_COMMUNICATION", "DR_TESTING_SCHEDULE", "BACKUP_TESTING"}
        for a, b in zip(without["rules"], with_them["rules"]):
            if a["id"] not in attested:
                self.assertEqual({**a, "excepted": 0}, {**b, "excepted": 0})
        self.assertEqual(without["headline"], with_them["headline"])
        self.assertEqual(sum(r["excepted"] for r in with_them["rules"]), 1)

    def test_removed_evidence_raises_nothing(self):
        """taking an inventory file away raises no figure that is not marked incomplete"""
        tree = self.dir / "inventory"
        shutil.copytree(EXAMPLE / "inventory", tree)
        base = self.coverage_of(tree)
        files = sorted(p for p in tree.rglob("*.json"))
        for path in files[:: max(1, len(files) // 24)]:
            kept = path.read_bytes()
            path.unlink()
            figures = self.coverage_of(tree)
            path.write_bytes(kept)
            for name, (value, complete) in figures.items():
                was = base[name][0]
                if complete and value is not None and was is not None:
                    self.assertLessEqual(D(value), D(was), f"{name} without {path.name}")

    def coverage_of(self, tree):
        db = self.dir / "one.db"
        db.unlink(missing_ok=True)
        self.run_tool("ingest", "--db", db, EXAMPLE / "bills", tree, expect=None)
        answer = self.answer("coverage", "--db", db)["coverage"]
        out = {r["id"]: (r["coverage"], r["complete"]) for r in answer["rules"]}
        out["headline"] = (answer["headline"]["by_count"], answer["headline"]["complete"])
        return out

    def test_thresholds(self):
        """--fail-under ends with 1 below the threshold, also by a hair, and with 0 at it"""
        self.load()
        head = self.answer("coverage")["coverage"]["headline"]
        exact = D(100) * head["protected"] / head["in_scope"]
        under = exact.quantize(D("0.000001"), decimal.ROUND_FLOOR)
        over = exact.quantize(D("0.000001"), decimal.ROUND_CEILING)
        self.run_tool("coverage", *OWN, "--fail-under", under, expect=0)
        if over != under:
            self.run_tool("coverage", *OWN, "--fail-under", over, expect=1)
        self.run_tool("coverage", *OWN, "--rule", "S3_VERSIONING", "--fail-under", "100", expect=1)
        self.run_tool("coverage", *OWN, "--rule", "s3_versioning", "--fail-under", "0", expect=0)
        self.run_tool("coverage", *OWN, "--rule", "S3_VERSIONNING", expect=2)

    def test_tables(self):
        """tables fit 100 columns, and money agrees with the JSON"""
        self.load()
        rules = [["coverage", "--rule", r["id"]] for r in self.answer("coverage")["coverage"]["rules"]]
        for command in (["coverage"], *rules, ["spend"],
                        ["spend", "--by", "resource"], ["spend", "--by", "account"], ["tiering"]):
            text = self.run_tool(*command, *OWN).stdout
            for line in text.splitlines():
                self.assertLessEqual(len(line), 100, line)
                self.assertEqual(line, line.rstrip())
            self.assertNotIn("\033", text)
        for line in self.run_tool("sources").stdout.splitlines():
            self.assertLessEqual(len(line), 100, line)
        spend = self.answer("spend")["spend"]
        text = self.run_tool("spend", *OWN).stdout
        for row in spend["by_mechanism"]:
            money = f"{round(D(row['cost']), 2):,}"
            self.assertRegex(text, rf"{row['mechanism']} +{re.escape(money)}\n")

    def test_months(self):
        """the other month can be asked for, and one that is not loaded is refused"""
        self.load()
        self.assertEqual(self.answer("spend", "--month", "2024-08")["month"], "2024-08")
        self.assertEqual(self.answer("spend")["month"], "2024-09")
        self.run_tool("spend", "--month", "2023-01", expect=2)

    def test_report_json(self):
        """report.json has every key of its contract"""
        self.load()
        keys = {"schema", "report", "tool", "month", "as_of", "currency", "cost_basis",
                "inputs_digest", "policy", "sources", "spend", "coverage", "resources", "recovery",
                "tiering", "exceptions"}
        for name in REPORTS:
            report = json.loads(self.report(name))
            self.assertLessEqual(keys, set(report))
            self.assertEqual(report["report"], name)
            self.assertEqual(report["schema"], "drledger/report/1")

    def test_report_cannot_be_written(self):
        """a report that cannot be written ends with 6 and leaves nothing half done"""
        self.load()
        self.write("file", "in the way")
        self.run_tool("report", "finops", "--format", "json", "-o", "file/below", expect=6)
        (self.dir / "taken" / "finops-2024-09.json").mkdir(parents=True)
        self.run_tool("report", "finops", "--format", "json", "-o", "taken", expect=6)
        self.assertEqual([p.name for p in (self.dir / "taken").iterdir()], ["finops-2024-09.json"])

    def test_nothing_loaded(self):
        """with nothing loaded a report is made, has no month and ends with 4"""
        self.run_tool("report", "audit", "--format", "json", expect=4)
        report = json.loads((self.dir / "audit-no-data.json").read_text())
        self.assertIsNone(report["month"])
        self.assertIsNone(report["coverage"]["headline"]["by_count"])


def pdf_text(path):
    """The page texts that the PDF's content streams hold, near enough to find words in."""
    data = path.read_bytes()
    out = []
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", data, re.S):
        try:
            out.append(zlib.decompress(stream))
        except zlib.error:
            out.append(stream)
    return b"".join(out)


class Demo(harness.Case):
    def test_demo(self):
        """demo makes three reports as PDF and JSON, and works again on its own folder"""
        first = self.run_tool("demo")
        folder = self.dir / "drledger-demo"
        names = sorted(p.name for p in (folder / "reports").iterdir())
        self.assertEqual(names, sorted(f"{r}-2024-09.{e}" for r in REPORTS for e in ("json", "pdf")))
        for name in names:
            if name.endswith("pdf"):
                self.assertTrue((folder / "reports" / name).read_bytes().startswith(b"%PDF-"))
                self.assertTrue(pdf_text(folder / "reports" / name))
        before = {p.name: p.read_bytes() for p in (folder / "reports").iterdir()}
        second = self.run_tool("demo")
        self.assertEqual(first.stdout, second.stdout)
        self.assertEqual(before, {p.name: p.read_bytes() for p in (folder / "reports").iterdir()})
        self.assertIn("leadership-2024-09.pdf", first.stdout.splitlines()[-5])

    def test_demo_spares_foreign_files(self):
        """demo does not touch a folder of that name that it did not make"""
        mine = self.write("drledger-demo/policy.json", "mine")
        self.run_tool("demo", expect=6)
        self.assertEqual(mine.read_text(), "mine")
        self.assertEqual(len(list((self.dir / "drledger-demo").iterdir())), 1)


if __name__ == "__main__":
    harness.main()
