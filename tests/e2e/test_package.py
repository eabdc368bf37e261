# SPDX-License-Identifier: Apache-2.0
"""The evidence package: made twice it is the same, and whatever is done to it is found."""

import hashlib
import io
import json
import re
import shutil
import struct
import subprocess
import unittest
import zipfile

import harness

OPTIONS = ("--policy", "policy.json", "--exceptions", "exceptions.json",
           "--attestations", "attestations.json")


def rezip(files, method=zipfile.ZIP_STORED):
    """A ZIP of name -> bytes, as anybody's tool would write it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def files_of(package):
    with zipfile.ZipFile(package) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def seal(files):
    """Makes statement, manifests and counts agree with the files, as a forger would."""
    files = dict(files)
    digest = lambda name: hashlib.sha256(files[name]).hexdigest()
    payload = sorted(name for name in files if name.startswith("data/"))
    statement = json.loads(files["data/statement.json"])
    statement["subject"] = [{"name": n, "digest": {"sha256": digest(n)}} for n in payload
                            if n != "data/statement.json"]
    files["data/statement.json"] = json.dumps(statement).encode()
    files["manifest-sha256.txt"] = "".join(f"{digest(n)}  {n}\n" for n in payload).encode()
    oxum = f"{sum(len(files[n]) for n in payload)}.{len(payload)}"
    files["bag-info.txt"] = f"Payload-Oxum: {oxum}\n".encode()
    tags = sorted(n for n in files if "/" not in n and not n.startswith("tagmanifest") and "minisig" not in n)
    files["tagmanifest-sha256.txt"] = "".join(f"{digest(n)}  {n}\n" for n in tags).encode()
    return files


class Packaged(harness.Case):
    """The example organisation, loaded and packaged once per class."""

    @classmethod
    def setUpClass(cls):
        cls.base = harness.pathlib.Path(harness.tempfile.mkdtemp(prefix="drledger-package-"))
        cls.organization = cls.base / "organization"
        shutil.copytree(harness.EXAMPLE, cls.organization)
        cls.tool("ingest", "bills", "inventory")
        cls.tool("package", *OPTIONS, "-o", "evidence.zip")
        cls.package = cls.organization / "evidence.zip"
        cls.files = files_of(cls.package)
        # Of the many queries, rules and facts a few: each try is a run of the program.
        many = [name for name in sorted(cls.files) if name.startswith(("data/queries/", "data/rules/",
                                                                        "data/facts/"))]
        cls.tried = [name for name in sorted(cls.files) if name not in many or name in many[::15]]

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.base, ignore_errors=True)

    @classmethod
    def tool(cls, *arguments, cwd=None, **env):
        done = subprocess.run([harness.DRLEDGER, *map(str, arguments)], cwd=cwd or cls.organization,
                              capture_output=True, text=True, check=False,
                              env={**harness.os.environ, **env})
        if done.returncode != 0 or "Sanitizer" in done.stderr:
            raise AssertionError(done.stdout + done.stderr)
        return done

    def verify(self, package, *options, expect=1):
        if isinstance(package, dict):
            package = rezip(package)
        path = package if isinstance(package, harness.pathlib.Path) else self.write("p.zip", package)
        return self.run_tool("verify", path, *options, expect=expect).stdout

    def refused(self, package, *words):
        out = self.verify(package)
        for word in words:
            self.assertIn(word, out)
        self.assertIn("NOT VALID", out)


class Package(Packaged):
    """A package as it is, and as it must not be."""

    # --- made ------------------------------------------------------------------------------

    def test_twice(self):
        """made again elsewhere, from files loaded in another order, it is the same bytes"""
        other = self.dir / "Ünicode folder"
        shutil.copytree(harness.EXAMPLE, other)
        environment = {"TZ": "Asia/Kathmandu", "LC_ALL": "de_DE.UTF-8", "LANG": "de_DE.UTF-8"}
        for path in ("inventory", "bills"):
            self.tool("ingest", "--db", "x.db", path, cwd=other, **environment)
        self.tool("package", "--db", "x.db", *OPTIONS, "-o", "out/again.zip", cwd=other, **environment)
        self.assertEqual(files_of(other / "out" / "again.zip"), self.files)
        self.assertEqual((other / "out" / "again.zip").read_bytes(), self.package.read_bytes())

    def test_contents(self):
        """it holds the report, every rule, the user's files, their evidence and the facts"""
        for name in ("data/report.pdf", "data/report.json", "data/README.txt", "data/csv/findings.csv",
                     "data/csv/sources.csv", "data/policy/policy.json", "data/facts/cost.jsonl",
                     "data/exceptions/exceptions.json", "data/attestations/attestations.json",
                     "data/queries/sections/_.sql", "bagit.txt", "bag-info.txt"):
            self.assertIn(name, self.files)
        self.assertEqual(sum(name.startswith("data/rules/") for name in self.files), 25)
        for kind in ("exceptions", "attestations"):
            for entry in json.loads(self.files[f"data/{kind}/{kind}.json"])[kind]:
                for evidence in entry.get("evidence", []):
                    self.assertIn(f"data/{kind}/{evidence['file']}", self.files)
        self.tool("report", "audit", *OPTIONS, "-o", "r", "--format", "json")
        report = (self.organization / "r" / "audit-2024-09.json").read_bytes()
        self.assertEqual(self.files["data/report.json"], report)
        for name, content in self.files.items():
            self.assertNotIn(str(self.organization).encode(), content, name)

    def test_sums(self):
        """sha256sum accepts the unpacked folder"""
        with zipfile.ZipFile(self.package) as archive:
            archive.extractall(self.dir)
        done = subprocess.run(["sha256sum", "-c", "--strict", "--quiet", "manifest-sha256.txt",
                               "tagmanifest-sha256.txt"], cwd=self.dir, capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stdout), (0, ""), done.stderr)

    def test_previous(self):
        """the digest of the package before stands in the statement"""
        self.tool("package", *OPTIONS, "--previous", self.package, "-o", "next.zip")
        statement = json.loads(files_of(self.organization / "next.zip")["data/statement.json"])
        self.assertEqual(statement["predicate"]["previous"]["digest"]["sha256"],
                         hashlib.sha256(self.package.read_bytes()).hexdigest())
        self.verify(self.organization / "next.zip", "--recompute", expect=0)

    def test_nothing_loaded(self):
        """with nothing loaded a package is still made and says so"""
        self.run_tool("package", "--db", "none.db", "-o", "empty.zip", expect=4)
        self.verify(self.dir / "empty.zip", "--recompute", expect=0)

    def test_evidence_elsewhere(self):
        """evidence that lies elsewhere than below its file cannot be packaged, and is named"""
        entry = {"rule": "DR_RUNBOOKS", "scope": ["ledger"], "statement": "s", "author": "a",
                 "made_on": "2024-01-01", "valid_until": "2025-01-01",
                 "evidence": [{"file": "../secret", "sha256": "0" * 64}]}
        path = self.write("a.json", json.dumps({"schema": "drledger/attestations/1",
                                                "attestations": [entry]}))
        done = self.run_tool("package", "--db", self.organization / "drledger.db", "--attestations",
                             path, expect=3)
        self.assertIn("../secret", done.stderr)

    # --- verified ----------------------------------------------------------------------------

    def test_valid(self):
        """an untouched package is valid, and what was not checked is said"""
        out = self.verify(self.package, expect=0)
        self.assertIn("not checked  signature", out)
        self.assertIn("not checked  recomputation", out)
        self.assertTrue(all(len(line) <= 100 for line in out.splitlines()[1:]), out)
        checks = json.loads(self.verify(self.package, "--json", "--recompute", expect=0))
        self.assertTrue(checks["valid"])
        self.assertEqual({c["result"] for c in checks["checks"] if c["check"] == "recomputation"},
                         {"passed"})

    def test_repacked(self):
        """the same files packed by another tool are as valid"""
        self.verify(rezip(self.files, zipfile.ZIP_DEFLATED), "--recompute", expect=0)

    def test_flipped_bytes(self):
        """one flipped byte in the stored form of any entry is found and the entry named"""
        original = self.package.read_bytes()
        with zipfile.ZipFile(self.package) as archive:
            infos = archive.infolist()
        for info in infos:
            if not info.compress_size or info.filename not in self.tried:
                continue
            start = info.header_offset + 30 + sum(struct.unpack_from("<HH", original, info.header_offset + 26))
            damaged = bytearray(original)
            damaged[start + info.compress_size // 2] ^= 0x40
            self.refused(bytes(damaged), info.filename)

    def test_flipped_content(self):
        """one flipped byte in the content of any entry is found, also when it is repacked"""
        for name in self.tried:
            content = self.files[name]
            if content:
                middle = len(content) // 2
                changed = content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1:]
                self.refused({**self.files, name: changed}, name)

    def test_missing_and_added(self):
        """a file taken out or put in is named"""
        for name in ("data/csv/findings.csv", "data/report.pdf", "bag-info.txt", "manifest-sha256.txt"):
            self.refused({n: c for n, c in self.files.items() if n != name}, name)
        for name in ("data/new.txt", "new.txt", "data/csv/findings.CSV.txt"):
            self.refused({**self.files, name: b"x"}, name)

    def test_forged_report(self):
        """a changed report.json in an otherwise consistent package is found"""
        forged = self.files["data/report.json"].replace(b'"verdict": "fail"', b'"verdict": "pass"', 1)
        package = seal({**self.files, "data/report.json": forged})
        self.refused(package, "data/report.pdf")

    def test_forged_table(self):
        """a changed table in a wholly consistent package is found by recomputing"""
        forged = self.files["data/csv/findings.csv"].replace(b",fail,", b",pass,", 1)
        package = seal({**self.files, "data/csv/findings.csv": forged})
        self.verify(package, expect=0)
        self.assertIn("data/csv/findings.csv", self.verify(package, "--recompute"))

    def test_pages(self):
        """the PDF comes out byte for byte as well, in the page size and classification asked for"""
        self.tool("package", *OPTIONS, "--page", "Letter", "--classification", "Secret", "-o",
                  self.dir / "letter.zip")
        out = self.verify(self.dir / "letter.zip", "--recompute", expect=0)
        self.assertIn("report.pdf comes out byte for byte", out)
        digest = hashlib.sha256(self.files["data/report.json"]).hexdigest()[:32].encode()
        at = self.files["data/report.pdf"].rindex(b"/ID")
        forged = self.files["data/report.pdf"][:at - 200] + b" " * 200 + self.files["data/report.pdf"][at:]
        self.assertIn(digest.upper(), forged.upper())
        out = self.verify(seal({**self.files, "data/report.pdf": forged}), "--recompute", expect=0)
        self.assertIn("report.pdf comes out otherwise here", out)

    def test_forged_facts(self):
        """changed facts no longer give the report"""
        facts = self.files["data/facts/recovery_point.jsonl"].splitlines(keepends=True)
        package = seal({**self.files, "data/facts/recovery_point.jsonl": b"".join(facts[:-5])})
        self.assertIn("data/report.json: comes out otherwise", self.verify(package, "--recompute"))

    def test_hostile_rule(self):
        """a packaged rule that wants to do more than select is refused, not run"""
        rule = self.files["data/rules/rds_backup.sql"].split(b"\nselect", 1)[0] + b"\ndelete from source\n"
        package = seal({**self.files, "data/rules/rds_backup.sql": rule})
        self.assertIn("rds_backup.sql", self.verify(package, "--recompute"))

    def test_own_rules(self):
        """a package made with rules of one's own recomputes with them"""
        rules = self.dir / "rules"
        rules.mkdir()
        text = (harness.SOURCE / "analysis/rules/s3_versioning.sql").read_text()
        (rules / "s3_versioning.sql").write_text(text.replace("-- title: ", "-- title: Ours: ", 1))
        self.tool("package", *OPTIONS, "--rules", rules, "-o", self.dir / "own.zip")
        self.assertIn(b"Ours: ", files_of(self.dir / "own.zip")["data/csv/rules.csv"])
        self.verify(self.dir / "own.zip", "--recompute", expect=0)

    def test_no_package(self):
        """what is no package at all is an unusable input"""
        for content in (b"", b"hello", rezip({"a.txt": b"x"})):
            self.verify(content, expect=3)
        self.run_tool("verify", self.dir / "absent.zip", expect=3)

    # --- compared -----------------------------------------------------------------------------

    def test_diff(self):
        """two packages are compared: findings new, fixed and persistent, and whether one follows"""
        inventory = self.dir / "inventory"
        shutil.copytree(harness.EXAMPLE / "inventory", inventory)
        for path in inventory.rglob("backup.list-recovery-points-by-backup-vault*"):
            for file in [path] if path.is_file() else path.iterdir():
                file.write_text('{"RecoveryPoints": []}')
        self.tool("ingest", "--db", self.dir / "b.db", "bills", inventory)
        self.tool("package", "--db", self.dir / "b.db", *OPTIONS, "--previous", self.package, "-o",
                  self.dir / "b.zip")
        done = self.run_tool("diff", self.package, "b.zip")
        self.assertIn("'b.zip' names", done.stdout)
        self.assertRegex(done.stdout, r"findings: [1-9]\d* new, \d+ fixed, [1-9]\d* persistent")
        forth = json.loads(self.run_tool("diff", self.package, "b.zip", "--json").stdout)
        back = json.loads(self.run_tool("diff", "b.zip", self.package, "--json").stdout)
        key = lambda f: (f["rule"], f["resource"], f["account"], f["region"])
        self.assertTrue(forth["follows"] and not back["follows"])
        self.assertTrue({key(f) for f in forth["findings"]["new"]} >= {key(f) for f in back["findings"]["fixed"]})
        same = json.loads(self.run_tool("diff", self.package, self.package, "--json").stdout)
        self.assertEqual((same["findings"]["new"], same["findings"]["fixed"]), ([], []))
        self.assertTrue(same["findings"]["persistent"])

    def test_diff_of_what_does_not_compare(self):
        """a damaged package, a missing file or a month beside a package is refused"""
        damaged = self.write("d.zip", rezip({**self.files, "data/report.pdf": b"x"}))
        self.assertIn("report.pdf", self.run_tool("diff", self.package, damaged, expect=3).stderr)
        self.run_tool("diff", self.package, "absent.zip", expect=3)
        self.assertIn("no month", self.run_tool("diff", "2024-08", self.package, expect=2).stderr)

    # --- archives made to deceive ---------------------------------------------------------------

    def with_entry(self, change, content=b"x", name="data/x"):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for n, c in self.files.items():
                archive.writestr(n, c)
            info = zipfile.ZipInfo(name)
            change(info)
            archive.writestr(info, content)
        return out.getvalue()

    def test_names(self):
        """names that climb out, are absolute, doubled or odd refuse the archive"""
        for name in ("../x", "data/../../x", "/etc/x", "C:/x", "data\\x", "data//x", "data/./x", "a\x01b"):
            self.refused(self.with_entry(lambda info, n=name: setattr(info, "filename", n)),
                         "plain relative path")
        for name in ("data/report.json", "DATA/Report.json"):
            with self.assertWarns(UserWarning) if name.islower() else self.subTest():
                self.refused(self.with_entry(lambda info: None, name=name), "twice")
        self.refused(self.with_entry(lambda info: None, name="data/report.json/x"), "lies in a file")

    def test_links(self):
        """a symbolic link or device refuses the archive"""
        for mode in (0o120777, 0o020666):
            self.refused(self.with_entry(lambda info, m=mode: setattr(info, "external_attr", m << 16)),
                         "data/x", "link")

    def test_bytes_around(self):
        """bytes before, behind or between the entries refuse the archive"""
        original = self.package.read_bytes()
        self.refused(original + b"x", "follow")
        self.refused(b"x" * 7 + original, "NOT VALID")
        at = zipfile.ZipFile(self.package).start_dir
        moved = original[:-6] + struct.pack("<I", at + 3) + original[-2:]
        self.refused(moved[:at] + b"abc" + moved[at:], "before the list")
        self.refused(original[:len(original) // 2], "end of the archive")

    def test_lies(self):
        """headers that lie about sizes, encryption or methods refuse the archive"""
        original = self.package.read_bytes()
        start = zipfile.ZipFile(self.package).start_dir
        for offset, value, word in ((24, struct.pack("<I", 1 << 31), "1 GiB"), (8, b"\1\0", "encrypted"),
                                    (8, b"\x08\0", "headers"), (10, b"\x0c\0", "compressed"),
                                    (24, struct.pack("<I", 5), "headers")):
            lying = bytearray(original)
            lying[start + offset:start + offset + len(value)] = value
            self.refused(bytes(lying), word)

    def test_bomb(self):
        """an entry that unpacks to more than it states is refused at that size"""
        bomb = bytearray(rezip({"data/x": bytes(50 << 20)}, zipfile.ZIP_DEFLATED))
        start = zipfile.ZipFile(io.BytesIO(bytes(bomb))).start_dir
        bomb[22:26] = bomb[start + 24:start + 28] = struct.pack("<I", 1000)
        self.refused(bytes(bomb), "data/x", "damaged")


def facts_of(files, table):
    """The rows of a packaged table as dictionaries."""
    header, *rows = [json.loads(line) for line in files[f"data/facts/{table}.jsonl"].splitlines()]
    return [dict(zip(header["columns"], row)) for row in rows]


def names_in(files):
    """Account ids, ids, names and tag values that the facts and the user's files hold."""
    found = set()
    for table, columns in {"resource": ("arn", "name", "account"), "resource_tag": ("arn", "value"),
                           "backup_vault": ("arn", "name"), "backup_plan": ("id", "name"),
                           "recovery_point": ("arn", "resource_arn", "key_arn", "plan_rule_name"),
                           "snapshot": ("id",), "cost": ("account", "payer", "resource"),
                           "restore_job": ("id",), "invoice": ("invoice_id", "entity")}.items():
        for row in facts_of(files, table):
            found |= {row[c] for c in columns if row[c]}
    found |= {part for arn in found if arn.startswith("arn:") for part in re.split("[:/]", arn)[4:]}
    for kind in ("exceptions", "attestations"):
        for entry in json.loads(files[f"data/{kind}/{kind}.json"])[kind]:
            found |= {entry.get(k) for k in ("owner", "approver", "author", "reason", "statement")}
    found.add(json.loads(files["data/policy/policy.json"])["organization"])
    return {name for name in found if name and len(name) > 2}


class Redacted(Packaged):
    """A package without anybody's names."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tool("package", *OPTIONS, "--redact", "-o", "redacted.zip")
        cls.redacted = files_of(cls.organization / "redacted.zip")

    def text_of(self, files, name):
        if not name.endswith(".pdf"):
            return files[name].decode()
        done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=files[name], capture_output=True,
                              check=True)
        info = subprocess.run(["pdfinfo", "-"], input=files[name], capture_output=True, check=True)
        return done.stdout.decode() + info.stdout.decode()

    def test_no_name_is_left(self):
        """no account id, ARN, name or tag value of the facts is left in any file, the PDF included"""
        # What drledger ships says these words too, and tiers keep what the policy calls them.
        ours = {"tier-0", "tier-1", "tier-2", "tier-3", "Default", "standard", "snapshot", "table", "image",
                "cluster", "instance", "volume", "file-system", "backup-vault", "recovery-point", "key",
                "awsbackup", "cluster-snapshot", "secret", "role"}
        shipped = "\n".join(self.files[n].decode() for n in self.redacted
                            if n.startswith(("data/rules/", "data/queries/", "data/README")))
        names = {n for n in names_in(self.files) - ours if not re.search(rf"\b{re.escape(n)}\b", shipped)}
        self.assertGreater(len(names), 150)
        texts = {}
        for file in self.redacted:
            if file.startswith(("data/rules/", "data/queries/")):
                self.assertEqual(self.redacted[file], self.files[file])
                continue
            text = self.text_of(self.redacted, file)
            self.assertFalse(re.search(r"\b\d{12}\b", re.sub(r"\d*\.\d+", "", text)), file)
            texts[file] = text + re.sub(r"\s+", "", text) if file.endswith(".pdf") else text
        for name in names:
            for file, text in texts.items():
                if name in text:
                    self.assertFalse(re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text), (file, name))

    def test_same_figures(self):
        """every amount, ratio, count and verdict is that of the plain report"""
        def figures(value):
            if isinstance(value, dict):
                return sorted(x for v in value.values() for x in figures(v))
            if isinstance(value, list):
                return sorted(x for v in value for x in figures(v))
            known = isinstance(value, (int, bool)) or (isinstance(value, str)
                                                       and re.fullmatch(r"-?\d+\.\d+|pass|fail|2\d{3}-.*Z", value))
            return [str(value)] if known else []
        plain, redacted = (json.loads(f["data/report.json"]) for f in (self.files, self.redacted))
        self.assertEqual(figures(plain), figures(redacted))
        self.assertEqual(plain["spend"]["dr_total"], redacted["spend"]["dr_total"])

    def test_it_verifies_and_says_what_it_lacks(self):
        """it is valid, says that it holds no facts, and cannot be recomputed"""
        path = self.organization / "redacted.zip"
        self.assertIn("not checked  redaction", self.verify(path, expect=0))
        self.assertIn("redacted", self.verify(path, "--recompute"))
        self.assertFalse([n for n in self.redacted if n.startswith(
            ("data/facts", "data/policy", "data/exceptions", "data/attestations"))])

    def test_pseudonyms(self):
        """one name has one pseudonym everywhere, with a key also in every package made with it"""
        key = self.write("redact.key", "a secret of at least sixteen bytes")
        results = []
        for options in (["--month", "2024-09"], ["--month", "2024-08"]):
            self.tool("package", *OPTIONS, *options, "--redact", "--redact-key", key, "-o", self.dir / "k.zip")
            results.append(json.loads(files_of(self.dir / "k.zip")["data/report.json"]))
        resources = [{r["resource"] for r in result["resources"]} for result in results]
        self.assertEqual(*resources)
        for resource in resources[0]:
            self.assertRegex(resource, r"name-[0-9a-f]{12}$")
        by_resource = {r["resource"]: r["name"] for r in results[0]["resources"]}
        for resource, name in by_resource.items():
            self.assertTrue(resource.endswith(name), (resource, name))
        self.run_tool("package", "--db", self.organization / "drledger.db", "--redact", "--redact-key",
                      self.write("short", "x"), expect=3)
        self.run_tool("package", "--redact-key", key, expect=2)


class Signed(harness.Case):
    """Signatures, against the minisign of Debian where it is installed."""

    def setUp(self):
        super().setUp()
        if not shutil.which("minisign"):
            self.skipTest("no minisign")
        for name in ("a", "b"):
            subprocess.run(["minisign", "-G", "-W", "-p", f"{name}.pub", "-s", f"{name}.key"], cwd=self.dir,
                           check=True, capture_output=True)
        self.run_tool("package", "--db", "none.db", "--sign", "a.key", "-o", "s.zip", expect=4)

    def test_by_minisign(self):
        """minisign accepts our signature of the manifest"""
        with zipfile.ZipFile(self.dir / "s.zip") as archive:
            archive.extractall(self.dir / "s")
        done = subprocess.run(["minisign", "-Vm", "manifest-sha256.txt", "-p", "../a.pub"],
                              cwd=self.dir / "s", capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_by_us(self):
        """the signer's key is accepted, as file and as text; another one is not"""
        for key in ("a.pub", (self.dir / "a.pub").read_text().splitlines()[1]):
            self.assertIn("over every file", self.run_tool("verify", "s.zip", "--key", key).stdout)
        self.assertIn("another key", self.run_tool("verify", "s.zip", "--key", "b.pub", expect=1).stdout)
        self.write("c.pub", "untrusted comment: x\nRWQ=\n")
        self.assertIn("no minisign public key",
                      self.run_tool("verify", "s.zip", "--key", "c.pub", expect=3).stderr)

    def test_theirs(self):
        """a signature that minisign made, over a package resealed by a forger, tells"""
        files = files_of(self.dir / "s.zip")
        signature = files["manifest-sha256.txt.minisig"]
        forged = seal({**files, "data/README.txt": b"nothing"})
        forged["manifest-sha256.txt.minisig"] = signature
        self.write("f.zip", rezip(forged))
        self.run_tool("verify", "f.zip")
        self.assertIn("not a signature", self.run_tool("verify", "f.zip", "--key", "a.pub", expect=1).stdout)
        info = files["bag-info.txt"] + b"Contact-Name: Mallory\n"
        tags = files["tagmanifest-sha256.txt"].replace(
            hashlib.sha256(files["bag-info.txt"]).hexdigest().encode(), hashlib.sha256(info).hexdigest().encode())
        self.write("g.zip", rezip({**files, "bag-info.txt": info, "tagmanifest-sha256.txt": tags}))
        self.assertIn("tagmanifest", self.run_tool("verify", "g.zip", "--key", "a.pub", expect=1).stdout)

    def test_unsigned(self):
        """a key for a package that is not signed fails; a protected key is refused with advice"""
        self.run_tool("package", "--db", "none.db", "-o", "u.zip", expect=4)
        self.assertIn("not signed", self.run_tool("verify", "u.zip", "--key", "a.pub", expect=1).stdout)
        key = (self.dir / "a.key").read_text().splitlines()
        self.write("p.key", f"{key[0]}\nRWRTY{key[1][5:]}\n")
        done = self.run_tool("package", "--db", "none.db", "--sign", "p.key", "-o", "p.zip", expect=3)
        self.assertIn("minisign -G -W", done.stderr)
        self.assertFalse((self.dir / "p.zip").exists())


if __name__ == "__main__":
    harness.main()
