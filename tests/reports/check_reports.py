#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Renders the sample organisation and looks at the outcome with the tools that readers
have: qpdf, poppler and, where it is installed, python3-jsonschema.

    check_reports.py RENDER SOURCE_DIR

A check whose tool is absent says so and is left out."""

import html
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from decimal import ROUND_HALF_EVEN, Decimal

REPORTS = ("finops", "audit", "leadership")
SAMPLES = {"plain": [], "empty": ["--empty"], "no_policy": ["--no-policy"],
           "incomplete": ["--incomplete"], "hostile": ["--hostile"],
           "large": ["--findings=10000"]}
LARGE = "organization"  # made by large_result.py
LARGE_PAGES = ((LARGE, "audit"), (LARGE, "leadership"))
MARGIN = 40
PAGES = {"A4": (595.28, 841.89), "Letter": (612, 792)}
failures = []


def expect(holds, *what):
    if not holds:
        failures.append(" ".join(map(str, what)))
        print("FAIL:", *what)


def run(*command, **env):
    return subprocess.run(command, capture_output=True, check=False,
                          env={**os.environ, **env} if env else None)


def have(tool):
    if shutil.which(tool):
        return True
    print("SKIP: no", tool)
    return False


class Work:
    def __init__(self, render, source, folder):
        self.render, self.folder = render, folder
        self.sample = os.path.join(source, "tests/reports/sample_result.py")
        self.schema = os.path.join(source, "reports/report.schema.json")

    def result(self, sample):
        """The result of a sample, made when it is first asked for."""
        out = self.path(sample, "result")
        if not os.path.exists(out):
            large = os.path.join(os.path.dirname(self.sample), "large_result.py")
            command = [large] if sample == LARGE else [self.sample, *SAMPLES[sample]]
            subprocess.run([sys.executable, *command, out], check=True)
        return out

    def path(self, *parts):
        return os.path.join(self.folder, "-".join(parts))

    def make(self, report, form, sample, page="A4", tag="", **env):
        out = self.path(sample, report, page + tag, form)
        if os.path.exists(out):
            return out
        done = run(self.render, report, form, self.result(sample), out, page, **env)
        expect(done.returncode == 0, report, form, sample, done.stderr.decode())
        return out


def text_of(pdf):
    done = run("pdftotext", "-layout", pdf, "-")
    expect(done.stderr == b"", pdf, "pdftotext warns:", done.stderr[:200])
    return re.sub(r"[\s\u00a0]+", " ", done.stdout.decode())


def money(text, places="0.01"):
    value = Decimal(text).quantize(Decimal(places), ROUND_HALF_EVEN)
    return f"{value:,}".replace("-", "\u2212")


def check_determinism(work):
    for report in REPORTS:
        for form in ("pdf", "json"):
            first = work.make(report, form, "plain", tag="1")
            second = work.make(report, form, "plain", tag="2", TZ="Asia/Tokyo", LC_ALL="de_DE.UTF-8",
                               LANG="de_DE.UTF-8")
            with open(first, "rb") as a, open(second, "rb") as b:
                expect(a.read() == b.read(), report, form, "differs from run to run")


def check_structure(work):
    for sample in SAMPLES:
        for report in REPORTS:
            pdf = work.make(report, "pdf", sample)
            done = run("qpdf", "--check", pdf)
            expect(done.returncode == 0 and b"WARNING" not in done.stdout + done.stderr, pdf,
                   done.stdout + done.stderr)


def check_fonts(work):
    for sample in ("plain", "hostile"):
        for report in REPORTS:
            rows = run("pdffonts", work.make(report, "pdf", sample)).stdout.decode().split("\n")[2:]
            rows = [row for row in rows if row]
            expect(len(rows) >= 2, "no fonts", report)
            for row in rows:
                expect(re.search(r" yes +yes +yes +\d+", row), "font not embedded:", row)


def check_font_tables(work):
    """libharu fails on a font without `prep` whenever its subset fills whole buffers."""
    folder = os.path.join(os.path.dirname(work.schema), "..", "templates", "fonts")
    for name in sorted(os.listdir(folder)):
        if name.endswith(".ttf"):
            with open(os.path.join(folder, name), "rb") as file:
                head = file.read(512)
            tables = [head[12 + 16 * i:16 + 16 * i] for i in range(head[5])]
            expect(b"prep" in tables, name, "has no table prep")


WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)<')


def pages_of(pdf):
    """The words of each page as (x0, y0, x1, y1, text)."""
    pages = run("pdftotext", "-bbox", pdf, "-").stdout.decode().split("<page ")[1:]
    return [[(*map(float, word[:4]), html.unescape(word[4])) for word in WORD.findall(page)]
            for page in pages]


def overlapping(words):
    """A pair of words that stand on each other, if there is one."""
    words = sorted(words, key=lambda word: (round(word[1]), word[0]))
    for i, (x0, y0, x1, y1, text) in enumerate(words):
        for other in words[i + 1:]:
            if other[1] > y1:
                break
            across = min(x1, other[2]) - max(x0, other[0])
            down = min(y1, other[3]) - max(y0, other[1])
            if across > 0.8 and down > 0.45 * min(y1 - y0, other[3] - other[1]):
                return f"{text} and {other[4]} at {x0:.0f}, {y0:.0f}"
    return None


def check_positions(work):
    for sample in (*SAMPLES, LARGE):
        for report in REPORTS:
            for page_name, (width, height) in PAGES.items():
                if page_name == "Letter" and sample not in ("plain", "hostile"):
                    continue
                if sample in ("large", LARGE) and (sample, report) not in LARGE_PAGES:
                    continue
                pdf = work.make(report, "pdf", sample, page_name)
                pages = pages_of(pdf)
                expect(pages and all(pages), pdf, "has a page without words")
                for number, words in enumerate(pages, 1):
                    for x0, y0, x1, y1, text in words:
                        inside = (x0 >= MARGIN - 0.5 and x1 <= width - MARGIN + 0.5
                                  and y0 >= MARGIN - 4 and y1 <= height - 18)
                        expect(inside, pdf, number, "outside the margins:", text[:40], x0, y0, x1, y1)
                    pair = overlapping(words)
                    expect(not pair, pdf, "page", number, "has words on each other:", pair)


def check_edges(work):
    """Amounts of one column end at the same place."""
    with open(work.make("finops", "json", "plain"), encoding="utf-8") as file:
        spend = json.load(file)["spend"]
    pages = pages_of(work.make("finops", "pdf", "plain"))
    for table, name in (("by_mechanism", "mechanism"), ("by_region", "region"), ("by_tier", "tier")):
        amounts = {money(row["cost"]) for row in spend[table]}
        best = 0
        for words in pages:
            edges = {}
            for _, _, x1, _, text in words:
                if text in amounts:
                    edges.setdefault(round(x1, 1), set()).add(text)
            best = max([best, *map(len, edges.values())])
        expect(best >= min(len(amounts), 8), name, "amounts do not end at one edge:", best)


def check_figures(work):
    with open(work.make("finops", "json", "plain"), encoding="utf-8") as file:
        tree = json.load(file)
    texts = {report: text_of(work.make(report, "pdf", "plain")) for report in REPORTS}
    spend, head = tree["spend"], tree["coverage"]["headline"]
    wanted = [money(spend["dr_total"]), money(spend["bill_total"]), money(spend["previous_dr_total"]),
              money(spend["budget"]), money(tree["figures"]["change"]["size"]),
              money(tree["tiering"]["net_monthly_saving"]), money(spend["unattributed_transfer"])]
    wanted += [money(row["unblended"]) for row in spend["reconciliation"]]
    wanted += [row["usage_type"] for row in spend["unclassified"]]
    for figure in wanted:
        expect(figure in texts["finops"], "finops lacks", figure)
    percent = f"{Decimal(head['by_count']) * 100:.1f} %"
    for report in ("audit", "leadership"):
        expect(percent in texts[report], report, "lacks", percent)
        expect(f"{head['protected']} of {head['in_scope']}" in texts[report], report, "lacks the count")
    for rule in tree["coverage"]["rules"]:
        expect(f"{rule['id']} " in texts["audit"], "audit lacks", rule["id"])
        counts = (f"Pass {rule['pass']} · fail {rule['fail']} (excepted {rule['excepted']}) · "
                  f"no data {rule['insufficient_data']} · not applicable {rule['not_applicable']}")
        expect(counts in texts["audit"], "audit lacks the population of", rule["id"])
    expect("Škoda-connect" in texts["finops"], "accents are lost")


def check_columns(work):
    """What is printed in a column adds up to the total below it, to the last cent."""
    for sample in ("plain", "no_policy"):
        text = run("pdftotext", "-layout", "-x", "0", "-y", "0", "-W", "300", "-H", "842",
                   work.make("finops", "pdf", sample), "-").stdout.decode()
        sums, n_tables = Decimal(0), 0
        for line in text.split("\n"):
            row = re.match(r"\s*(\S.*?)\s{2,}(\u2212?[\d,]+\.\d\d)\s+[\d.]+\s%\s*$",
                           line.replace("\u00a0", " "))
            if not row:
                sums = sums if line.strip() == "" else Decimal(0)
                continue
            value = Decimal(row[2].replace(",", "").replace("\u2212", "-"))
            if row[1] == "DR total":
                expect(sums == value, "column adds up to", sums, "and not to", value)
                n_tables, sums = n_tables + 1, Decimal(0)
            else:
                sums += value
        expect(n_tables >= 3, sample, "has only", n_tables, "tables with a total on the left")


def check_pages(work):
    for report in REPORTS:
        pdf = work.make(report, "pdf", "large")
        pages = int(re.search(r"Pages:\s+(\d+)", run("pdfinfo", pdf).stdout.decode())[1])
        expect(pages <= 40, report, "takes", pages, "pages for 10,000 failures")
        texts = run("pdftotext", "-layout", pdf, "-").stdout.decode().split("\f")[:pages]
        for number, text in enumerate(texts, 1):
            text = text.replace("\u00a0", " ")
            for part in ("drledger ", "inputs ", "as of 2024-10-01 05:00 UTC", "Internal",
                         f"page {number} of {pages}"):
                expect(part in text, report, "page", number, "lacks", part)
    expect("other failures (9," in text_of(work.make("audit", "pdf", "large")),
           "the failures beyond the cap are not counted")
    pages = run("pdfinfo", work.make("leadership", "pdf", "plain")).stdout.decode()
    expect(re.search(r"Pages:\s+2\b", pages), "leadership is not one page and its back")


def check_plain_words(work):
    for report in REPORTS:
        text = text_of(work.make(report, "pdf", "empty"))
        expect("%" not in text, report, "prints a percentage though nothing is loaded")
        expect(re.search("Nothing is loaded|No bill is loaded", text), report, "hides emptiness")
        first = run("pdftotext", "-l", "1", work.make(report, "pdf", "no_policy"), "-").stdout.decode()
        expect("No policy was given" in first, report, "hides the missing policy")
    for report in ("audit", "leadership"):
        text = text_of(work.make(report, "pdf", "incomplete"))
        expect(re.search(r"75\.0 % \*", text), report, "does not mark an incomplete figure")
        expect("Not complete" in text, report, "does not explain the mark")


def check_ink(work):
    """Text tests cannot see a lost accent: libharu 2.3.0 drops those of nested glyphs."""
    with open(work.result("plain"), encoding="utf-8") as file:
        tree = json.load(file)
    images = []
    for letter in "sš":
        tree["organization"] = letter * 60
        with open(work.path("ink" + letter, "result"), "w", encoding="utf-8") as file:
            json.dump(tree, file)
        pdf = work.make("finops", "pdf", "ink" + letter)
        images.append(run("pdftoppm", "-r", "100", "-gray", "-l", "1", "-x", "0", "-y", "80", "-W",
                          "800", "-H", "20", pdf).stdout)
    expect(len(images[0]) > 1000 and images[0] != images[1], "š is printed as s")


def check_schema(work):
    try:
        import jsonschema
    except ImportError:
        print("SKIP: no python3-jsonschema")
        return
    with open(work.schema, encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft7Validator.check_schema(schema)
    validator = jsonschema.Draft7Validator(schema)
    for sample in (name for name in SAMPLES if name != "large"):
        for report in REPORTS:
            with open(work.make(report, "json", sample), encoding="utf-8") as file:
                for error in validator.iter_errors(json.load(file)):
                    expect(False, sample, report, list(error.absolute_path), error.message[:200])
    with open(work.make("audit", "json", "plain"), encoding="utf-8") as file:
        tree = json.load(file)
    tree["spend"]["dr_total"] = 12.5
    expect(not validator.is_valid(tree), "the schema lets a binary number through")


CHECKS = [(check_determinism, ()), (check_structure, ("qpdf",)), (check_fonts, ("pdffonts",)),
          (check_font_tables, ()),
          (check_positions, ("pdftotext",)), (check_edges, ("pdftotext",)), (check_figures, ("pdftotext",)),
          (check_columns, ("pdftotext",)), (check_pages, ("pdftotext", "pdfinfo")),
          (check_plain_words, ("pdftotext",)), (check_ink, ("pdftoppm",)), (check_schema, ())]


def main(checks):
    with tempfile.TemporaryDirectory() as folder:
        work = Work(sys.argv[1], sys.argv[2], folder)
        for check, tools in checks:
            if all([have(tool) for tool in tools]):
                before = len(failures)
                check(work)
                print("ok:" if len(failures) == before else "NOT OK:", check.__name__)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(CHECKS))
