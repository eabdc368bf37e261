# SPDX-License-Identifier: Apache-2.0
"""What stands behind a verdict or a figure, and whether it is still so."""

import csv
import decimal
import gzip
import io
import json
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

import harness
from harness import EXAMPLE

OWN = ["--policy", EXAMPLE / "policy.json", "--exceptions", EXAMPLE / "exceptions.json",
       "--attestations", EXAMPLE / "attestations.json"]


D = decimal.Decimal
decimal.getcontext().prec = 60


def snake(name):
    """lineItem/UnblendedCost -> line_item_unblended_cost, as CUR 2.0 writes it."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name.replace("/", "_")).lower()


def amounts_of(row):
    """What a row of a bill costs, by the rules of the AWS guide for each line type."""
    get = lambda name: D(row.get(name) or "0")
    kind = row["line_item_line_item_type"]
    unblended = get("line_item_unblended_cost")
    amortized = {
        "SavingsPlanCoveredUsage": lambda: get("savings_plan_savings_plan_effective_cost"),
        "SavingsPlanNegation": D,
        "SavingsPlanRecurringFee": lambda: (get("savings_plan_total_commitment_to_date")
                                            - get("savings_plan_used_commitment")),
        "DiscountedUsage": lambda: get("reservation_effective_cost"),
        "RIFee": lambda: (get("reservation_unused_amortized_upfront_fee_for_billing_period")
                          + get("reservation_unused_recurring_fee")),
        "Fee": lambda: D(0) if row.get("reservation_reservation_a_r_n") else unblended,
    }.get(kind, lambda: unblended)()
    counts = kind in ("Usage", "DiscountedUsage", "SavingsPlanCoveredUsage")
    usage = get("line_item_usage_amount") if counts else D(0)
    return {"unblended": unblended, "amortized": amortized, "usage": usage}


def read_bill(path):
    """The amounts of each row of a bill, by row number; the header is row 1."""
    text = gzip.decompress(path.read_bytes()).decode()
    rows = csv.reader(io.StringIO(text))
    header = [snake(name).replace("_arn", "_a_r_n") for name in next(rows)]
    return {n: amounts_of(dict(zip(header, row))) for n, row in enumerate(rows, 2)}


class Explain(harness.Case):
    """The example, copied and ingested once; what a test changes it puts back."""

    @classmethod
    def setUpClass(cls):
        cls.home = pathlib.Path(tempfile.mkdtemp(prefix="drledger-test-"))
        cls.addClassCleanup(shutil.rmtree, cls.home, ignore_errors=True)
        cls.input = cls.home / "input"
        shutil.copytree(EXAMPLE, cls.input)
        subprocess.run([harness.DRLEDGER, "ingest", "-q", "input/bills", "input/inventory"],
                       cwd=cls.home, check=True, capture_output=True)

    def run_tool(self, *arguments, **how):
        return super().run_tool(*arguments, **{"cwd": self.home, **how})

    def explain(self, what, *options, expect=0):
        return json.loads(self.run_tool("explain", what, "--json", *OWN, *options, expect=expect).stdout)

    def coverage(self):
        return json.loads(self.run_tool("coverage", "--json", *OWN).stdout)["coverage"]

    def keep(self, path):
        """Puts the bytes of a file back when the test ends."""
        before = path.read_bytes()
        self.addCleanup(path.write_bytes, before)
        return before


class Rules(Explain):
    def test_population(self):
        """the population of a rule is the sum of its four verdicts, and of its findings"""
        for rule in self.coverage()["rules"][::4]:
            answer = self.explain(rule["id"])["rule"]
            n = answer["population"]
            verdicts = ("pass", "fail", "not_applicable", "insufficient_data")
            self.assertEqual(n["in_scope"], sum(n[v] for v in verdicts))
            self.assertEqual(n["in_scope"], len(answer["findings"]))
            for verdict in verdicts:
                self.assertEqual(n[verdict], rule[verdict])
            self.assertEqual(answer["missing"], rule["missing"])
            source = (harness.SOURCE / "analysis" / answer["file"]).read_text()
            self.assertEqual(answer["sql"], source)

    def test_value(self):
        """a finding shows the value that stands where its evidence points"""
        findings = {f["resource"].split(":")[-1]: f for f in self.explain("rds_backup")["rule"]["findings"]}
        evidence = findings["staging-db"]["evidence"][0]
        self.assertEqual((evidence["now"], evidence["value"]), ("unchanged", 0))
        self.assertNotIn("location", json.dumps(findings))

    def test_changed_and_gone(self):
        """evidence that has changed ends with 1, evidence that is gone with 4, and each is named"""
        path = self.input / "inventory" / "203040506070/eu-west-1/rds.describe-db-instances.json"
        answer = json.loads(self.keep(path))
        answer["DBInstances"][2]["BackupRetentionPeriod"] = 9
        path.write_text(json.dumps(answer))
        rule = self.explain("RDS_BACKUP", expect=1)["rule"]
        now = {e["path"].split("/")[-1]: e for f in rule["findings"] for e in f["evidence"]
               if f["verdict"] == "fail"}
        self.assertEqual(now["rds.describe-db-instances.json"]["now"], "changed since it was read")
        self.assertEqual(now["rds.describe-db-instances.json"]["value"], 9)
        path.unlink()
        rule = self.explain("RDS_BACKUP", expect=4)["rule"]
        self.assertIn("gone", {e["now"] for f in rule["findings"] for e in f["evidence"]})
        self.assertEqual(len(rule["findings"]), rule["population"]["in_scope"])

    def test_parameters(self):
        """a parameter shows the policy's value beside its default"""
        policy = json.loads((EXAMPLE / "policy.json").read_text())
        policy["params"] = {**policy.get("params", {}), "rds_min_retention_days": 9}
        mine = self.write("policy.json", json.dumps(policy))
        rule = json.loads(self.run_tool("explain", "RDS_BACKUP", "--json", "--policy", mine).stdout)["rule"]
        params = {p["name"]: (p["value"], p["default"]) for p in rule["params"]}
        self.assertEqual(params["rds_min_retention_days"], ("9", "7"))

    def test_tables(self):
        """the tables are 100 columns wide at most, and --rows limits the findings"""
        text = self.run_tool("explain", "BACKUP_RETENTION", "--rows", "2", *OWN).stdout
        head = text.split("as run:")[0]
        for line in head.splitlines():
            self.assertLessEqual(len(line), 100, line)
        self.assertRegex(head, r"\d+ more findings; --rows 0 or --json lists all")


class Resources(Explain):
    def test_names(self):
        """an ARN, a bare id and a name mean the resource; part of an id means nothing"""
        arn = "arn:aws:rds:eu-west-1:203040506070:db:dispatch-db"
        for name in (arn, "dispatch-db"):
            self.assertEqual(self.explain(name)["resource"]["resource"], arn)
        self.assertEqual(self.explain("meridian-media")["resource"]["resource"], "arn:aws:s3:::meridian-media")
        self.run_tool("explain", "dispatch-d", expect=2)
        volumes = self.explain("vol-*")["matches"]
        self.assertGreater(len(volumes), 1)
        short = volumes[0]["resource"].split("/")[-1][:-1]
        self.run_tool("explain", short, expect=2)

    def test_all_of_it(self):
        """a resource shows state, tier and why, plans, points, restores and every rule's finding"""
        answer = self.explain("dispatch-db")["resource"]
        self.assertEqual((answer["state"], answer["tier"]), ("protected", "tier-1"))
        self.assertEqual(answer["tier_because"], "its tag says '1'")
        self.assertEqual([p["name"] for p in answer["plans"]], ["silver"])
        self.assertEqual(len(answer["restores"]), 1)
        self.assertGreater(len(answer["points"]), 10)
        findings = {f["rule"]: f for f in answer["findings"]}
        self.assertEqual(findings["CROSS_REGION_BACKUP"]["exception"], "EX-2024-031")
        for point in answer["points"]:
            for evidence in point["evidence"]:
                self.assertEqual(evidence["now"], "unchanged")
                self.assertIsNotNone(evidence["value"])

    def test_bill_only(self):
        """what only the bill knows shows the lines of the bill"""
        spend = json.loads(self.run_tool("spend", "--json", *OWN).stdout)["spend"]
        known = {r["resource"] for r in json.loads(
            self.run_tool("explain", "*", "--json", *OWN).stdout)["matches"] if r["type"]}
        name, cost = next((r["resource"], r["cost"]) for r in spend["by_resource"]
                          if r["resource"] not in known and r["resource"] != "none")
        lines = self.explain(name)["resource"]["dr_cost_lines"]
        self.assertEqual((lines["value"], lines["reread"]["equal"]), (cost, True))

    def test_nearest(self):
        """what nothing is called gets the nearest rule suggested"""
        self.assertIn("did you mean 'S3_CRR'?", self.run_tool("explain", "S3_CRRR", expect=2).stderr)


class Bills(Explain):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bills = {str(p.relative_to(cls.input / "bills")): read_bill(p)
                     for p in (cls.input / "bills").rglob("*.csv.gz")}

    def explain_all(self, names, expect=0):
        """The answers for many figures, with all their rows."""
        answer = self.explain(names[0], *names[1:], "--rows", "0", expect=expect)
        return [a["metric"] for a in answer["explained"]] if len(names) > 1 else [answer["metric"]]

    def check_lines(self, answer):
        """Adds the rows that an answer names up again, from the raw bill."""
        total = D(0)
        for fact in answer["facts"]:
            bill = self.bills[fact["file"]["path"]]
            rows = [(bill[r["row"]][answer["basis"]], D(r["amount"])) for r in fact["rows"]]
            self.assertEqual([a for a, b in rows], [b for a, b in rows], fact)
            self.assertEqual(len(rows), fact["lines"])
            self.assertEqual(sum(a for a, _ in rows), D(fact["part_of"] or fact["amount"]), fact)
            total += D(fact["amount"])
        self.assertEqual(total, D(answer["value"]), answer["metric"])
        self.assertIs(answer["reread"]["equal"], True)


class Figures(Bills):
    def test_bill_total(self):
        """the bill's total comes from every row of the bill, each once"""
        [answer] = self.explain_all(["spend.bill_total"])
        self.check_lines(answer)
        [path] = {f["file"]["path"] for f in answer["facts"]}
        rows = sorted(r["row"] for f in answer["facts"] for r in f["rows"])
        self.assertEqual(rows, sorted(self.bills[path]))

    def test_names(self):
        """a list's member is named by its first members or its place, and cost may be left out"""
        names = ["spend.by_tier.tier-0", "spend.by_tier.tier-0.cost", "spend.by_tier.0.cost"]
        self.assertEqual(len({a["value"] for a in self.explain_all(names)}), 1)
        month = self.explain_all(["spend.by_month_mechanism.2024-08/backup_storage"])[0]
        self.check_lines(month)
        invoice = self.explain_all(["spend.reconciliation.EUINGB24-1304417"])[0]
        self.assertEqual((invoice["basis"], invoice["n_lines"]), ("unblended", 3253))
        self.check_lines(invoice)
        message = self.run_tool("explain", "spend.dr_totals", expect=2).stderr
        self.assertIn("did you mean 'spend.dr_total'?", message)
        message = self.run_tool("explain", "spend.by_tier", *OWN, expect=2).stderr
        self.assertIn("5 below it, such as 'spend.by_tier.tier-0.cost'", message)

    def test_every_basis(self):
        """in another cost basis the same rows come to the other figure"""
        answer = self.explain("spend.dr_total", "--rows", "0", "--cost", "unblended")["metric"]
        self.assertEqual(answer["basis"], "unblended")
        self.check_lines(answer)

    def test_changed_bill(self):
        """a bill that has changed ends with 1; one that is gone still shows its facts, with 4"""
        path = next(p for p in (self.input / "bills").rglob("*.csv.gz") if "cur2" in p.name)
        text = gzip.decompress(self.keep(path)).decode()
        path.write_bytes(gzip.compress(text.replace("0.1,", "0.2,", 1).encode(), mtime=0))
        changed = self.explain("spend.dr_total", expect=1)["metric"]
        self.assertEqual(changed["sources"][0]["now"], "changed since it was read")
        path.unlink()
        gone = self.explain("spend.dr_total", expect=4)["metric"]
        self.assertEqual(gone["sources"][0]["now"], "gone")
        self.assertEqual(gone["sum"], gone["value"])
        self.assertEqual([f["rows"] for f in gone["facts"]], [[]] * 20)
        text = self.run_tool("explain", "spend.dr_total", *OWN, expect=4).stdout
        self.assertIn("1 gone: the rows cannot be added up again", text)


class Nothing(harness.Case):
    def test_nothing_loaded(self):
        """with nothing loaded a figure is not known and a rule has no population; both end with 4"""
        self.assertIn("spend.bill_total = not known",
                      self.run_tool("explain", "spend.bill_total", expect=4).stdout)
        self.assertIn("in scope 0 = ", self.run_tool("explain", "RDS_BACKUP", expect=4).stdout)


@unittest.skipUnless((harness.SHARED / "cur").is_dir(), "the shared AWS files are not here")
class RealBills(harness.Case):
    def test_rows(self):
        """the rows of every real bill come to its total again, to the last digit"""
        bills = [p for p in sorted((harness.SHARED / "cur").rglob("*"))
                 if p.name.endswith((".csv", ".csv.gz", ".zip")) and p.stat().st_size > 100_000]
        n_read = 0
        for path in bills:
            self.run_tool("ingest", "-q", "--db", "one.db", path, expect=None)
            done = self.run_tool("explain", "--db", "one.db", "spend.bill_total", "--json", expect=None)
            (self.dir / "one.db").unlink(missing_ok=True)
            answer = json.loads(done.stdout)["metric"]
            if answer["value"] is not None:
                self.assertIs(answer["reread"]["equal"], True, path)
                n_read += 1
        self.assertGreater(n_read, 3)


def rounded(value):
    return value.quantize(D("0.0001"), decimal.ROUND_HALF_EVEN)


class LineOfTheAudit(Bills):
    """Every amount that a report prints, taken to the rows of the bill and back."""

    POINTER = re.compile(r"\{(/[a-z_/]+)\|(?:money|change|percent)\b[^}]*\}")
    MEMBER = re.compile(r"\{([a-z_]+)\|(?:money|change|percent)\b[^}]*\}")

    def names_of_rows(self, block, report):
        """Names of the amounts that a table, list or chart prints of each row."""
        members = set(self.MEMBER.findall(json.dumps(block)))
        members |= {c[k] for c in block.get("columns", []) for k in ("sum",) if k in c}
        members |= {block["value"]} if block["block"] == "chart" else set()
        rows = report
        for step in block["rows"].strip("/").split("/"):
            rows = (rows or {}).get(step)
        for i, row in enumerate(rows or []):
            wanted = {k: v if isinstance(v, list) else [v] for k, v in block.get("where", {}).items()}
            if all(row[k] in v for k, v in wanted.items()):
                # finops lists some findings only: their place in the result is another
                name = f"{row['rule']}/{row['resource']}" if "verdict" in row and "rule" in row else i
                for member in sorted(members):
                    if isinstance(row.get(member), str):
                        yield (f"{block['rows'].strip('/').replace('/', '.')}.{name}.{member}",
                               row[member])

    def printed(self, value, report):
        if isinstance(value, str):
            for pointer in self.POINTER.findall(value):
                found = report
                for step in pointer.strip("/").split("/"):
                    found = (found or {}).get(step)
                if isinstance(found, str):
                    yield pointer.strip("/").replace("/", "."), found
        elif isinstance(value, list):
            for part in value:
                yield from self.printed(part, report)
        elif isinstance(value, dict):
            if "rows" in value:
                yield from self.names_of_rows(value, report)
            for part in value.values():
                yield from self.printed(part, report)

    def check_derived(self, answer):
        """Computes a derived figure again from its inputs, where they are all that it takes."""
        steps = answer["metric"].split(".")
        values = [D(i["value"]) for i in answer["inputs"] if re.fullmatch(r"-?[\d.]+", str(i["value"]))]
        of_each_line = len(steps) > 3 and steps[-1] in ("price", "quantity", "new", "gone")
        if of_each_line or steps[-1] in ("by_cost", "coverage_by_cost", "by_count", "coverage"):
            return  # rests on more than its inputs: the tool itself has computed it again
        computed = {
            "dr_share": lambda a, b: rounded(a / b), "share": lambda a, b: rounded(a / b),
            "judged_share": lambda a, b: rounded(a / b),
            "cost_per_protected_resource": lambda a, b: round(a / b, 6),
            "ratio": lambda a, b: rounded(a / b), "size_ratio": lambda a, b: rounded(a / b),
            "amount": lambda a, b: a - b, "change": lambda a, b: a - b, "variance": lambda a, b: a - b,
            "size": abs,
            # A mean is a quotient, rounded at twenty decimals.
            "monthly_mean": lambda *months: (sum(months[-6:]) / 6).quantize(D("1e-20")),
            "monthly_low": lambda *months: min(months[-6:]),
            "monthly_high": lambda *months: max(months[-6:]),
            "rest": lambda mean, months: (mean * months).quantize(D(answer["value"])),
            "rest_low": lambda low, months: low * months, "rest_high": lambda high, months: high * months,
            "net_12_months": lambda *v: 12 * v[0] - v[1] if "proposals" in steps else sum(v),
        }.get(steps[-1], lambda *v: sum(v))(*values)
        self.assertEqual(computed, D(answer["value"]), answer)

    def printed_by(self, name):
        """The names and values of all amounts of one report."""
        self.run_tool("report", name, "--format", "json", "-o", "out", *OWN)
        report = json.loads((self.home / "out" / f"{name}-2024-09.json").read_text())
        template = json.loads((harness.SOURCE / "templates" / f"{name}.json").read_text())
        return dict(self.printed(template, report))

    def test_other_reports(self):
        """every amount that the audit and the leadership report print can be explained"""
        for name in ("audit", "leadership"):
            found = self.printed_by(name)
            self.assertGreater(len(found), 30)
            for place in found:
                path = re.sub(r"\.(\d+|[A-Z0-9_]+/.*)\.(?=[a-z_]+$)", ".", place).replace(".", "/")
                file = harness.SOURCE / "analysis" / "explain" / "metric" / f"{path}.sql"
                self.assertTrue(file.exists(), place)

    def test_every_amount(self):
        """every amount that the finops report prints is what rows of the bill add up to, or computed from such"""
        printed = self.printed_by("finops")
        self.assertGreater(len(printed), 200)
        kinds = {"lines": 0, "derived": 0, "told": 0}
        for (name, value), answer in zip(printed.items(), self.explain_all(list(printed))):
            self.assertEqual(answer["value"], value, name)
            if "facts" in answer:
                self.check_lines(answer)
                kinds["lines"] += 1
            elif answer["unchecked"] or not answer["inputs"]:
                self.assertTrue(answer["formula"])
                kinds["told"] += 1
            else:
                self.assertIs(answer["agrees"], True, name)
                self.check_derived(answer)
                kinds["derived"] += 1
        self.assertGreater(kinds["lines"], 100)

    def test_saving(self):
        """the saving of colder backups follows from the inputs that stand beside it"""
        proposals = json.loads(self.run_tool("tiering", "--json", *OWN).stdout)["tiering"]["proposals"]
        places = [i for i, p in enumerate(proposals)
                  if p["kind"] == "backup_cold" and p["verdict"] == "accept"]
        self.assertTrue(places)
        for answer in self.explain_all([f"tiering.proposals.{i}.monthly_saving" for i in places]):
            at = {i["input"].split(".")[-1]: i["value"] for i in answer["inputs"]}
            kept, warm = at["days kept"], at["of them warm"]
            cold = max(kept - warm, at.get("days billed in cold at least", 0))
            saving = (D(at["cost of a month now, warm"]) * (kept - warm)
                      - D(at["gb"]) * D(at["price of a GB-month in cold"]) * cold) / kept
            self.assertLess(abs(saving - D(answer["value"])), D("1e-15"))
            self.assertIn(at["price_source"], ("bill", "price_list", "sample"))


if __name__ == "__main__":
    harness.main()
