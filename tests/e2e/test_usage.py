# SPDX-License-Identifier: Apache-2.0
"""Commands, options and help, which need no data."""

import json

import harness

COMMANDS = ["demo", "init", "ingest", "sources", "coverage", "spend", "tiering", "explain",
            "diff", "report", "package", "verify", "rules", "formats", "help"]


class Usage(harness.Case):
    def test_help_names_every_command(self):
        """help names every command, and each has help of its own in both forms"""
        overview = self.run_tool("help").stdout
        for command in COMMANDS:
            self.assertIn(f"\n  {command} ", overview)
            by_option = self.run_tool(command, "--help").stdout
            self.assertEqual(by_option, self.run_tool("help", command).stdout)
            self.assertTrue(by_option.startswith(f"usage: drledger {command}"))
        listed = [line.split()[0] for line in
                  overview.split("commands:\n")[1].split("\n\n")[0].splitlines()]
        self.assertEqual(listed, COMMANDS)

    def test_help_fits_the_terminal(self):
        """no line of any help is wider than 100 columns"""
        for command in COMMANDS:
            for line in self.run_tool("help", command).stdout.splitlines():
                self.assertLessEqual(len(line), 100, line)

    def test_wrong_usage(self):
        """wrong usage ends with 2 and says what is wrong"""
        for arguments, said in [
                ((), None), (("covrage",), "did you mean 'coverage'"),
                (("xyzzy",), "`drledger help` lists them"),
                (("coverage", "--rul", "X"), "did you mean --rule"),
                (("coverage", "-x"), "unknown option -x"),
                (("spend", "--rule", "X"), "has no option --rule"),
                (("spend", "--by", "teir"), "did you mean 'tier'"),
                (("spend", "--month", "2024-13"), "write YYYY-MM"),
                (("spend", "--month"), "needs a value"),
                (("spend", "--json=yes"), "takes no value"),
                (("spend", "--cost", "gross"), "--cost"),
                (("spend", "--as-of", "yesterday"), "--as-of"),
                (("coverage", "--fail-under", "101"), "0 to 100"),
                (("coverage", "--fail-under", "half"), "0 to 100"),
                (("coverage", "extra"), "no use for 'extra'"),
                (("ingest",), "needs PATH"),
                (("report",), "needs NAME"),
                (("report", "finopps"), "did you mean 'finops'"),
                (("report", "finops", "--format", "json,doc"), "format 'doc'"),
                (("help", "covrage"), "did you mean")]:
            done = self.run_tool(*arguments, expect=2)
            if said:
                self.assertIn(said, done.stderr)

    def test_options_stand_anywhere(self):
        """options may stand before the command, after it, and be joined by ="""
        plain = self.run_tool("coverage", "--json", "--db", "none.db", expect=4).stdout
        self.assertEqual(plain, self.run_tool("--db=none.db", "--json", "coverage", expect=4).stdout)

    def test_version(self):
        """--version prints name and version"""
        self.assertRegex(self.run_tool("--version").stdout, r"^drledger \d+\.\d+\.\d+\n$")

    def test_init(self):
        """init writes starter files, and never overwrites one"""
        self.run_tool("init", "new/folder")
        for name in ("policy", "exceptions", "attestations"):
            value = json.loads((self.dir / "new/folder" / f"{name}.json").read_text())
            self.assertEqual(value["schema"], f"drledger/{name}/1")
        mine = self.write("new/folder/policy.json", "mine")
        self.run_tool("init", "new/folder")
        self.assertEqual(mine.read_text(), "mine")

    def test_starter_files_are_accepted(self):
        """the starter files are accepted as they are"""
        self.run_tool("init")
        done = self.run_tool("coverage", "--json", "--policy", "policy.json", "--exceptions",
                             "exceptions.json", "--attestations", "attestations.json", expect=4)
        self.assertTrue(json.loads(done.stdout)["policy"]["present"])

    def test_nothing_loaded(self):
        """with nothing loaded every rule is insufficient_data and no percentage is printed"""
        done = self.run_tool("coverage", "--json", expect=4)
        answer = json.loads(done.stdout)
        self.assertIsNone(answer["month"])
        self.assertEqual(len(answer["coverage"]["rules"]), 25)
        for rule in answer["coverage"]["rules"]:
            self.assertEqual(rule["verdict"], "insufficient_data")
            self.assertIsNone(rule["coverage"])
        self.assertNotIn("%", self.run_tool("coverage", expect=4).stdout)

    def test_lists(self):
        """rules and formats list the same in tables and in JSON"""
        rules = json.loads(self.run_tool("rules", "--json").stdout)["rules"]
        table = self.run_tool("rules").stdout
        self.assertEqual(len(rules), 25)
        for rule in rules:
            self.assertIn(rule["id"] + " ", table)
        formats = json.loads(self.run_tool("formats", "--json").stdout)
        table = self.run_tool("formats").stdout
        for one in formats["inputs"] + formats["outputs"]:
            self.assertIn(one["name"], table)

    def test_database(self):
        """a database that is none, or lies nowhere, ends with 5"""
        self.write("no.db", "this is no database, whatever its name says\n" * 40)
        for db in ("no.db", "nowhere/x.db", "."):
            self.run_tool("coverage", "--db", db, expect=5)
            self.run_tool("ingest", "--db", db, harness.EXAMPLE / "inventory", expect=5)

    def test_full_output(self):
        """standard output that cannot be written ends with 6"""
        import subprocess
        with open("/dev/full", "w") as full:
            done = subprocess.run([harness.DRLEDGER, "help"], stdout=full, stderr=subprocess.PIPE)
        self.assertEqual(done.returncode, 6)


if __name__ == "__main__":
    harness.main()
