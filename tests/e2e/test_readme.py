# SPDX-License-Identifier: Apache-2.0
"""The README shows only what works."""

import re
import shlex

import harness

README = (harness.SOURCE / "README.md").read_text()


class Readme(harness.Case):
    def test_examples(self):
        """every example of the README prints, in the demo's folder, the lines that stand there"""
        self.run_tool("demo")
        examples = re.findall(r"^    \$ drledger (.*)\n((?:(?:    (?!\$).*)?\n)*)", README, re.M)
        self.assertGreaterEqual(len(examples), 4)
        for command, shown in examples:
            printed = self.run_tool(*shlex.split(command), cwd=self.dir / "drledger-demo").stdout
            lines = [line.rstrip() for line in printed.splitlines()]
            for line in shown.splitlines():
                if line.startswith("    ") and line.strip() not in ("", "..."):
                    self.assertIn(line[4:].rstrip(), lines, command)

    def test_own_files(self):
        """the way with one's own files works as the README shows it"""
        for line in re.findall(r"^    drledger (.*?)(?: +#.*)?$", README, re.M):
            arguments = [str(harness.EXAMPLE / a) if a in ("bills/", "inventory/") else a
                         for a in shlex.split(line)]
            self.run_tool(*arguments, expect=1 if "--fail-under" in arguments else 0)

    def test_codes(self):
        """the README and help name the same exit codes"""
        codes = re.findall(r"^\| (\d+) \|", README, re.M)
        self.assertEqual(codes, ["0", "1", "2", "3", "4", "5", "6", "70"])
        text = self.run_tool("help").stdout.split("exit codes:")[1]
        self.assertEqual(sorted(re.findall(r"(?:^|  )(\d+)  ?(?=[a-z])", text, re.M), key=int), codes)

    def test_first_screen(self):
        """Run and Test stand on the first screen, each one command that sets everything up"""
        first = README.splitlines()[:24]
        for word, preset in (("## Run", "release"), ("## Test", "asan")):
            at = next(i for i, line in enumerate(first) if line == word)
            self.assertIn("cmake/debian-packages.txt apt-get install", first[at + 4])
            self.assertIn(f"--preset {preset}", first[at + 4])


if __name__ == "__main__":
    harness.main()
