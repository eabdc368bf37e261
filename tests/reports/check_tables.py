#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""CSV and XLSX of the sample organisation, read back with Python's csv and zipfile and
compared with report.json.

    check_tables.py RENDER SOURCE_DIR"""

import csv
import hashlib
import io
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
import zipfile
from decimal import Decimal

REPORTS = ("finops", "audit", "leadership")
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
failures = []


def expect(holds, *what):
    if not holds:
        failures.append(what)
        print("FAIL:", *what)


class Work:
    def __init__(self, render, source, folder):
        self.render, self.source, self.folder = render, pathlib.Path(source), pathlib.Path(folder)
        self.declared = json.loads((self.source / "templates/datasets.json").read_text())["datasets"]

    def sample(self, name, *flags):
        path = self.folder / f"{name}.result"
        subprocess.run([sys.executable, self.source / "tests/reports/sample_result.py", *flags, path],
                       check=True)
        return path

    def make(self, report, form, result, tag="", **env):
        out = self.folder / f"{report}{tag}"
        done = subprocess.run([self.render, report, form, result, out], capture_output=True, text=True,
                              env={**os.environ, **env}, check=False)
        expect(done.returncode == 0, report, form, done.stderr)
        return out

    def tables(self, report, result, tag="", **env):
        out = self.make(report, "csv", result, tag, **env)
        prefix = out.name + "."
        return {path.name[len(prefix):-4]: path.read_bytes()
                for path in self.folder.glob(f"{prefix}*.csv")}


def read(table):
    return list(csv.DictReader(io.StringIO(table.decode(), newline=""), strict=True))


def value_at(row, path):
    for step in filter(None, path.split("/")):
        if isinstance(row, list):
            row = row[int(step)] if int(step) < len(row) else None
        else:
            row = row.get(step) if isinstance(row, dict) else None
    return row


def report_of(work, report, result):
    return json.loads(work.make(report, "json", result, ".json").read_text())


def check_every_list(work):
    """Every list that a template prints is a dataset of that report."""
    for report in REPORTS:
        template = (work.source / f"templates/{report}.json").read_text()
        printed = set(re.findall(r'"rows": "(/[^"]+)"', template)) - {"/notes"}
        printed = {path for path in printed if not path.startswith("/document/")}
        offered = {d["rows"] for d in work.declared if report in d["reports"]}
        expect(printed <= offered, report, "prints lists without a dataset:", printed - offered)


def check_exact(work):
    """A CSV holds every row of its list, and every amount as report.json has it."""
    result = work.sample("large", "--findings=10000")
    for report in REPORTS:
        content, tables = report_of(work, report, result), work.tables(report, result)
        for dataset in (d for d in work.declared if report in d["reports"]):
            rows, table = value_at(content, dataset["rows"]) or [], read(tables[dataset["name"]])
            expect(len(rows) == len(table), report, dataset["name"], len(table), "rows, not", len(rows))
            for column in dataset["columns"]:
                path, _, kind = column.partition("|")
                name = path.replace("/0", "").replace("/", "_")
                if kind in ("amount", "ratio", "count", "seconds"):
                    wanted = ["" if value_at(r, path) is None else str(value_at(r, path)) for r in rows]
                    expect(wanted == [r[name] for r in table], report, dataset["name"], name, "differs")


def check_digest(work):
    """The audit prints the digest of the full list beside a table that shows a part."""
    result = work.folder / "large.result"
    findings = work.tables("audit", result)["findings"]
    expect(len(read(findings)) > 10000, "the list is not full")
    text = subprocess.run(["pdftotext", "-layout", work.make("audit", "pdf", result, ".pdf"), "-"],
                          capture_output=True, text=True, check=True).stdout
    text = re.sub(r"\s+", " ", text)
    expect("All are in findings.csv" in text, "the full list is not named")
    expect(hashlib.sha256(findings).hexdigest() in text, "its digest is not printed")


def check_hostile(work):
    """No text of a CSV begins like a formula; the rows still come back whole."""
    result = work.sample("hostile", "--hostile")
    tree = json.loads(result.read_text())
    names = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", 'a"b', "a,b", "a\nb", "-5.00"]
    tree["spend"]["by_application"] = [{"application": name, "cost": "-1.50"} for name in names]
    result.write_text(json.dumps(tree))
    for report in REPORTS:
        for name, table in work.tables(report, result).items():
            kinds = {c.partition("|")[0].replace("/0", "").replace("/", "_"): c.partition("|")[2]
                     for d in work.declared if d["name"] == name for c in d["columns"]}
            for row in read(table):
                expect(None not in row and None not in row.values(), name, "a row of another length")
                for key, cell in row.items():
                    expect(kinds[key] or cell[:1] not in tuple("=+-@\t\r"), name, key, repr(cell))
    back = read(work.tables("finops", result)["spend_by_application"])
    expect([r["application"].removeprefix("'") for r in back] == names, "a name does not come back")
    expect({r["cost"] for r in back} == {"-1.50"}, "a number is guarded")


def sheets_of(path):
    with zipfile.ZipFile(path) as book:
        expect({i.date_time for i in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}, path, "has a clock's time")
        tree = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
        strings = ["".join(t.text or "" for t in si.iter(SHEET + "t")) for si in tree]
        names = [s.get("name") for s in ElementTree.fromstring(book.read("xl/workbook.xml")).iter(SHEET + "sheet")]
        sheets = {}
        for number, name in enumerate(names, 1):
            rows = []
            for row in ElementTree.fromstring(book.read(f"xl/worksheets/sheet{number}.xml")).iter(SHEET + "row"):
                cells = {}
                for c in row:
                    v = c.find(SHEET + "v")
                    column = re.match("[A-Z]+", c.get("r"))[0]
                    cells[column] = None if v is None else strings[int(v.text)] if c.get("t") == "s" else Decimal(v.text)
                rows.append(cells)
            sheets[name] = rows
    return sheets


def check_workbook(work):
    """A workbook has a sheet per dataset; its numbers are numbers, and none loses a digit."""
    result = work.sample("plain")
    tree = json.loads(result.read_text())
    exact = "1234567890123.12345678901234567890"
    tree["spend"]["by_application"] = [{"application": "=1+1", "cost": exact},
                                       {"application": "b", "cost": "-2.5"}]
    result.write_text(json.dumps(tree))
    for report in REPORTS:
        sheets = sheets_of(work.make(report, "xlsx", result, ".xlsx"))
        wanted = ["README"] + [d["name"] for d in work.declared if report in d["reports"]]
        expect(list(sheets) == wanted, report, "has the sheets", list(sheets))
    rows = sheets["spend_by_application"]
    expect(rows[0] == {"A": "application", "B": "cost", "C": "cost_exact"}, "no exact column:", rows[0])
    expect(rows[1]["A"] == "=1+1" and rows[1]["C"] == exact, "the exact text is lost:", rows[1])
    expect(rows[2]["B"] == Decimal("-2.5"), "a number is no number:", rows[2])
    expect(hashlib.sha256(work.tables("leadership", result)["states"]).hexdigest() in
           [row.get("B") for row in sheets["README"]], "README lacks the digest of a table")


def check_determinism(work):
    """The same result gives the same bytes, in another zone and locale."""
    result = work.folder / "plain.result"
    elsewhere = {"TZ": "Asia/Tokyo", "LC_ALL": "de_DE.UTF-8", "LANG": "de_DE.UTF-8"}
    for report in REPORTS:
        first = work.make(report, "xlsx", result, ".1.xlsx").read_bytes()
        expect(first == work.make(report, "xlsx", result, ".2.xlsx", **elsewhere).read_bytes(), report,
               "xlsx differs from run to run")
        expect(work.tables(report, result) == work.tables(report, result, ".again", **elsewhere), report,
               "csv differs from run to run")


def main():
    with tempfile.TemporaryDirectory() as folder:
        work = Work(sys.argv[1], sys.argv[2], folder)
        for check in (check_every_list, check_exact, check_digest, check_hostile, check_workbook,
                      check_determinism):
            before = len(failures)
            check(work)
            print("ok:" if len(failures) == before else "NOT OK:", check.__doc__)
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
