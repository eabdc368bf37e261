# SPDX-License-Identifier: Apache-2.0
"""What is printed does not know in which order, or in how many commands, it was loaded."""

import csv
import gzip
import io
import json
import shutil

import harness

FORMATS = "pdf,json,csv"


class Order(harness.Case):
    def reports(self, name, *commands):
        """All reports of the example, loaded by these commands, as {file: bytes}."""
        db, out = self.dir / f"{name}.db", self.dir / name
        for paths in commands:
            self.run_tool("ingest", "--db", db, *paths, expect=None, cwd=self.dir / "in")
        for report in ("finops", "audit", "leadership"):
            self.run_tool("report", report, "--db", db, "--format", FORMATS, "-o", out,
                          *(part for key in ("policy", "exceptions", "attestations")
                            for part in (f"--{key}", f"in/{key}.json")), expect=None)
        return {path.name: path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}

    def expect_same(self, one, other):
        self.assertTrue(one)
        self.assertEqual(one.keys(), other.keys())
        for name, content in one.items():
            if content != other[name]:
                where = "not text"
                if name.endswith(".json"):
                    where = first_difference(json.loads(content), json.loads(other[name]))
                self.fail(f"{name} differs: {where}")

    def test_loading(self):
        """the example's reports are byte for byte the same, however it was loaded"""
        shutil.copytree(harness.EXAMPLE, self.dir / "in")
        inventory = self.dir / "in" / "inventory"
        places = sorted(path.relative_to(inventory) for path in inventory.glob("*/*"))
        for n, place in enumerate(places):  # the same paths below another folder each
            shutil.copytree(inventory / place, self.dir / "in" / f"part-{n}" / place)
        backwards = [[f"part-{n}"] for n in reversed(range(len(places)))]
        self.expect_same(
            self.reports("whole", ["bills/meridian-cur", "bills/meridian-cur2", "inventory"]),
            self.reports("backwards", *backwards, ["bills/meridian-cur2"], ["bills/meridian-cur"]))

    def test_rows(self):
        """rows of a bill in another order, cut into other files, give the same reports"""
        shutil.copytree(harness.EXAMPLE, self.dir / "in")
        bill = next((self.dir / "in" / "bills" / "meridian-cur2").rglob("*.csv.gz"))
        header, *rows = csv.reader(io.StringIO(gzip.decompress(bill.read_bytes()).decode(), newline=""))
        shutil.rmtree(self.dir / "in" / "bills")

        def spend(name, *parts):
            shutil.rmtree(self.dir / "in" / "bill", ignore_errors=True)
            for n, part in enumerate(parts):
                out = io.StringIO()
                csv.writer(out).writerows([header, *part])
                self.write(f"in/bill/part-{n}.csv", out.getvalue())
            self.run_tool("ingest", "--db", f"{name}.db", "in/bill", "in/inventory", expect=None)
            return json.loads(self.run_tool("spend", "--db", f"{name}.db", "--json", "--policy",
                                            "in/policy.json").stdout)["spend"]

        one = spend("one", rows)
        other = spend("other", rows[2000:][::-1], rows[:2000][::-1])
        self.assertIsNone(first_difference(one, other))


def first_difference(a, b, path=""):
    """Where two JSON trees differ first; None if nowhere."""
    if type(a) is not type(b):
        return f"{path}: {a!r} and {b!r}"
    if isinstance(a, dict):
        found = (first_difference(a.get(key), b.get(key), f"{path}/{key}") for key in {**a, **b})
    elif isinstance(a, list):
        if len(a) != len(b):
            return f"{path}: {len(a)} and {len(b)} elements"
        found = (first_difference(x, y, f"{path}/{n}") for n, (x, y) in enumerate(zip(a, b)))
    else:
        return None if a == b else f"{path}: {a!r} and {b!r}"
    return next((one for one in found if one), None)


if __name__ == "__main__":
    harness.main()
