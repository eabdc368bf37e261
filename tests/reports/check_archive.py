#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Whether the PDFs can be kept and be read by everybody: PDF/A-1b as Apache PDFBox's
preflight judges it, the tagged structure, outlines, links and metadata.

    check_archive.py RENDER SOURCE_DIR

A check whose tool is absent says so and is left out."""

import base64
import glob
import hashlib
import json
import os
import re
import sys

import check_reports
from check_reports import REPORTS, expect, run

JARS = ["preflight", "pdfbox2", "fontbox2", "xmpbox", "commons-logging", "commons-io",
        "javax.activation", "jaxb-api"]


def preflight(pdf):
    path = ":".join(f"/usr/share/java/{jar}.jar" for jar in JARS)
    done = run("java", "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp", path,
               "org.apache.pdfbox.preflight.Validator_A1b", pdf)
    return (done.stdout + done.stderr).decode(errors="replace").strip()


def check_archive(work):
    if not all(glob.glob(f"/usr/share/java/{jar}.jar") for jar in JARS):
        print("SKIP: no libpdfbox2-java with libactivation-java and libjaxb-api-java")
        return
    for report, sample in (("audit", "hostile"), ("audit", "plain"), ("leadership", "empty")):
        said = preflight(work.make(report, "pdf", sample))
        expect("is a valid PDF/A-1b file" in said, report, sample, "is no PDF/A-1b:", said[:600])
    with open(work.make("leadership", "pdf", "empty"), "rb") as file:
        broken = file.read().replace(b"/CIDSet", b"/CIDSat")
    with open(work.path("broken.pdf"), "wb") as file:
        file.write(broken)
    expect("is not valid" in preflight(work.path("broken.pdf")).lower()
           or "is not a valid" in preflight(work.path("broken.pdf")).lower(),
           "the validator lets a font without CIDSet through")


class Structure:
    """The tagged structure, read from the objects of the file."""

    def __init__(self, pdf):
        out = run("qpdf", "--json", "--json-key=qpdf", "--json-key=pages",
                  "--json-stream-data=inline", "--decode-level=generalized", pdf).stdout
        tree = json.loads(out)
        self.objects, self.decoration, self.marked = tree["qpdf"][1], [], {}
        self.trailer = self.objects["trailer"]["value"]
        for page in tree["pages"]:
            for content in page["contents"]:
                data = self.objects["obj:" + content]["stream"]["data"]
                self.read_page(page["object"], base64.b64decode(data))
        self.catalog = self.value(self.trailer["/Root"])
        self.parts = []  # (depth, type, text) in reading order
        self.walk(self.value(self.value(self.catalog["/StructTreeRoot"])["/K"][0]), 0)

    def value(self, reference):
        return self.objects["obj:" + reference]["value"]

    def read_page(self, page, content):
        mark = None
        for token in re.finditer(rb"<</MCID (\d+)>> BDC|/Artifact (BMC)|\b(EMC)\b|<([0-9A-Fa-f]*)> Tj",
                                 content):
            if token[1] or token[2] or token[3]:
                expect((mark is None) != bool(token[3]), "marks are not paired on", page)
                mark = None if token[3] else int(token[1] or -1)
                continue
            text = bytes.fromhex(token[4].decode()).decode("utf-16-be")
            expect(mark is not None, "text without a mark:", text)
            if mark == -1:
                self.decoration.append(text)
            else:
                self.marked[page, mark] = self.marked.get((page, mark), "") + text

    def walk(self, element, depth):
        place = len(self.parts)
        self.parts.append((depth, element["/S"][1:], ""))
        for kid in element.get("/K", []):
            if isinstance(kid, str):
                self.walk(self.value(kid), depth + 1)
                continue
            page = element.get("/Pg")
            if isinstance(kid, dict):
                page, kid = kid["/Pg"], kid.get("/MCID")
            if kid is not None:
                text = self.parts[place][2] + self.marked.pop((page, kid), "")
                self.parts[place] = (depth, element["/S"][1:], text)


def check_tags(work):
    for report, sample in (("finops", "plain"), ("leadership", "plain"), ("audit", "large")):
        tags = Structure(work.make(report, "pdf", sample))
        kinds = [kind for _, kind, _ in tags.parts]
        expect(kinds[:2] == ["Document", "H1"], report, "begins with", kinds[:2])
        expect(len(tags.parts[1][2]) > 20, report, "has an empty title")
        expect("Table" in kinds, report, "has no tables")
        parents = []
        for depth, kind, _ in tags.parts:
            parents[depth:] = [kind]
            above = parents[depth - 1] if depth else None
            for child, parent in (("TD", "TR"), ("TH", "TR"), ("TR", "Table"), ("TOCI", "TOC"),
                                  ("LI", "L"), ("LBody", "LI"), ("H2", "Document")):
                expect(kind != child or above == parent, report, "has a", kind, "in", above)
        if sample == "plain":
            kept = [text for text in tags.marked.values() if text.strip()]
            expect(not kept, report, "has marks that belong to no part:", kept[:3])
        heads = {text.strip() for _, kind, text in tags.parts if kind == "TH"}
        for text in tags.decoration:
            expect(re.match("drledger |page |.*continued$", text) or any(text.strip() in head for head in heads)
                   or report == "audit", report,
                   "calls content decoration:", text)


def check_reading_order(work):
    tags = Structure(work.make("audit", "pdf", "plain"))
    with open(work.make("audit", "json", "plain"), encoding="utf-8") as file:
        tree = json.load(file)
    start = tags.parts.index((1, "H2", "Result by rule"))
    rows = []
    for _, kind, text in tags.parts[start + 2:]:
        if kind == "TR":
            rows.append([])
        elif kind == "TD":
            rows[-1].append(text)
        elif kind != "TH":
            break
    rows = [row for row in rows if row]
    expect(len(rows) == len(tree["coverage"]["rules"]), "Result by rule has", len(rows), "rows")
    for row, rule in zip(rows, tree["coverage"]["rules"]):
        expect(row[0].startswith(rule["id"]) and row[2] == str(rule["pass"]) and
               row[3] == str(rule["fail"]), "a row reads", row)
    lists = [text for _, kind, text in tags.parts if kind == "LBody"]
    expect(any("unless restore records are listed" in text for text in lists),
           "a line's last and next word run together")


def check_alt(work):
    """Every figure says in words what it shows."""
    for report in REPORTS:
        pdf = work.make(report, "pdf", "plain")
        tags = Structure(pdf)
        values = [o["value"] for o in tags.objects.values() if isinstance(o.get("value"), dict)]
        figures = [v for v in values if v.get("/S") == "/Figure"]
        expect(figures, report, "has no figures")
        for figure in figures:
            alt = figure.get("/Alt", "")
            expect(re.match(r"u:(Stacked bars|Bars|Ring|Small lines on one scale): .*\d", alt),
                   report, "a figure without words:", alt[:80])
        catalog = tags.catalog
        expect(catalog["/Lang"] == "u:en" and catalog["/MarkInfo"]["/Marked"] is True, catalog)
        expect(catalog["/ViewerPreferences"]["/DisplayDocTitle"] is True, report, "hides its title")
        expect("/PageLabels" in catalog, report, "has no page labels")


def check_outlines(work):
    for sample in ("plain", "large"):
        pdf = work.make("audit", "pdf", sample)
        outlines = json.loads(run("qpdf", "--json", "--json-key=outlines", pdf).stdout)["outlines"]
        names = [(o["title"], o["destpageposfrom1"]) for o in outlines]
        names += [(k["title"], k["destpageposfrom1"]) for o in outlines for k in o["kids"]]
        expect(len(names) > 25, "only", len(names), "outlines")
        pages = run("pdftotext", "-layout", pdf, "-").stdout.decode().split("\f")
        for title, page in names:
            words = re.sub(r"\s+", "", title)
            expect(words in re.sub(r"\s+", "", pages[page - 1]), "no", title, "on page", page)
        first = re.sub(r"[ \u00a0]+", " ", pages[0])
        for title, page in ((t, p) for t, p in names if t.startswith("Appendix")):
            expect(f"{title} {page}\n" in first, "the contents do not say where", title, "is")


def check_metadata(work):
    for report in REPORTS:
        pdf = work.make(report, "pdf", "plain")
        with open(work.make(report, "json", "plain"), "rb") as file:
            digest = hashlib.sha256(file.read()).hexdigest()
        info = run("pdfinfo", pdf).stdout.decode()
        xmp = run("pdfinfo", "-meta", pdf).stdout.decode()
        for key, tag in (("Title", "rdf:li[^>]*"), ("Creator", "xmp:CreatorTool"),
                         ("Producer", "pdf:Producer")):
            said = re.search(rf"^{key}:\s+(.*)$", info, re.M)[1]
            also = re.search(rf"<{tag}>([^<]*)</", xmp)[1]
            expect(said == also, report, key, said, also)
        expect(f"<dc:identifier>sha256:{digest}<" in xmp, report, "XMP lacks the digest")
        trailer = run("qpdf", "--show-object=trailer", pdf).stdout.decode()
        expect(f"/ID [ <{digest[:32]}> <{digest[:32]}> ]" in trailer, report, "/ID:", trailer)
        expect("2024-10-01T05:00:00+00:00" in xmp, report, "is dated otherwise")


if __name__ == "__main__":
    sys.exit(check_reports.main([(check_archive, ("java",)), (check_tags, ("qpdf",)),
                                 (check_reading_order, ("qpdf",)),
                                 (check_alt, ("qpdf",)), (check_outlines, ("qpdf", "pdftotext")),
                                 (check_metadata, ("qpdf", "pdfinfo"))]))
