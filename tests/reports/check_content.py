#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Whether the PDFs say what report.json says: every amount, every resource; and whether
those of a large organisation are bounded and say what they leave out.

    check_content.py RENDER SOURCE_DIR"""

import bisect
import csv
import hashlib
import json
import re
import sys
from decimal import Decimal

import check_reports
from check_archive import Structure
from check_reports import LARGE, REPORTS, expect, run

AMOUNT = re.compile(r"(?<![\w.,:/-])[+\u2212]?\d{1,3}(?:,\d{3})*\.\d\d(?![\d.]|\s?%)")
CENT = Decimal("0.01")


def amounts_of(tree, into):
    """Every decimal in the tree, and the sums of lists by the verdict of their rows: what
    a table may print below its rows."""
    if isinstance(tree, dict):
        for value in tree.values():
            amounts_of(value, into)
    elif isinstance(tree, list):
        sums = {}
        for row in tree:
            amounts_of(row, into)
            for key, value in row.items() if isinstance(row, dict) else ():
                if isinstance(value, str) and re.fullmatch(r"-?\d+(\.\d+)?", value):
                    for group in ((key,), (key, row.get("verdict"))):
                        sums[group] = sums.get(group, 0) + Decimal(value)
        into.extend(sums.values())
    elif isinstance(tree, str) and re.fullmatch(r"-?\d+(\.\d+)?", tree):
        into.append(Decimal(tree))


def check_every_amount(work):
    """An amount is printed as it is, or a cent beside it so that its column adds up."""
    for report in REPORTS:
        with open(work.make(report, "json", "plain"), encoding="utf-8") as file:
            known = []
            amounts_of(json.load(file), known)
        known = sorted({abs(value) for value in known})
        text = run("pdftotext", "-layout", work.make(report, "pdf", "plain"), "-").stdout.decode()
        n_amounts = 0
        for line in text.split("\n"):
            if re.match(r"\s*others? ?[(a-z]", line):
                continue
            for printed in AMOUNT.findall(line):
                value = Decimal(printed.replace(",", "").lstrip("+\u2212"))
                place = bisect.bisect_left(known, value - CENT)
                expect(place < len(known) and known[place] <= value + CENT, report, "prints", printed,
                       "which report.json does not hold:", line.strip()[:90])
                n_amounts += 1
        expect(n_amounts > 20, report, "has only", n_amounts, "amounts")


def check_every_resource(work):
    """What is in scope stands in the audit report, or in the CSV whose digest it prints."""
    for sample in ("plain", LARGE):
        with open(work.make("audit", "json", sample), encoding="utf-8") as file:
            wanted = {row["resource"] for row in json.load(file)["resources"]}
        cells = Structure(work.make("audit", "pdf", sample)).parts
        shown = {re.sub(r"\s", "", text) for _, kind, text in cells if kind == "TD"}
        if sample == "plain":
            expect(wanted <= shown, "the PDF lacks", sorted(wanted - shown)[:3])
            continue
        work.make("audit", "csv", sample)
        path = work.path(sample, "audit", "A4", "csv") + ".resources.csv"
        with open(path, "rb") as file:
            digest = hashlib.sha256(file.read()).hexdigest()
        with open(path, encoding="utf-8", newline="") as file:
            listed = {row["resource"] for row in csv.DictReader(file)}
        expect(wanted <= listed, "resources.csv lacks", sorted(wanted - listed)[:3])
        expect(digest in shown, "the PDF does not print the digest of resources.csv")


def check_exposed(work):
    """The applications that leadership is shown are all that is not protected."""
    for sample in ("plain", LARGE):
        with open(work.make("leadership", "json", sample), encoding="utf-8") as file:
            tree = json.load(file)
        head, exposed = tree["coverage"]["headline"], tree["figures"]["exposed"]
        n = head["in_scope"] - head["protected"]
        cost = sum(Decimal(row.get("cost", 0)) for row in exposed)
        expect(sum(row["resources"] for row in exposed) == n, sample, "exposes another number than", n)
        expect(cost == Decimal(head["spend_at_risk"]), sample, "exposes", cost)
        text = run("pdftotext", "-layout", work.make("leadership", "pdf", sample), "-").stdout.decode()
        expect(re.search(rf"Not shown protected +{n:,} +{cost:,.2f}", text), sample, "prints no such total")


def check_large(work):
    for report, most in (("finops", 12), ("audit", 90), ("leadership", 2)):
        info = run("pdfinfo", work.make(report, "pdf", LARGE)).stdout.decode()
        pages = int(re.search(r"Pages:\s+(\d+)", info)[1])
        expect(pages <= most, report, "of a large organisation has", pages, "pages")
    text = re.sub(r"\s+", " ", run("pdftotext", work.make("audit", "pdf", LARGE),
                                   "-").stdout.decode())
    with open(work.make("audit", "json", LARGE), encoding="utf-8") as file:
        rules = json.load(file)["coverage"]["rules"]
    for rule in rules:
        if rule["fail"] > 41:
            said = f"40 of {rule['fail']:,} are shown. All are in findings.csv"
            expect(said in text, rule["id"], "does not say:", said)
            expect(f"other failures ({rule['fail'] - 40:,})" in text, rule["id"], "hides the others")
    for said in ("others (19,880): resources.csv", "other files (11,700): sources.csv",
                 "others (340): exceptions.csv", "and 80 more (resources.csv)"):
        expect(said in text, "the audit report does not say:", said)


if __name__ == "__main__":
    sys.exit(check_reports.main([(check_every_amount, ("pdftotext",)), (check_every_resource, ("qpdf",)),
                                 (check_exposed, ("pdftotext",)),
                                 (check_large, ("pdfinfo", "pdftotext"))]))
