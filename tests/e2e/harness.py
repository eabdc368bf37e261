# SPDX-License-Identifier: Apache-2.0
"""What the end-to-end tests share: running the program in a folder of their own, and
reporting each test as one line, `ok: what it says`."""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

DRLEDGER = os.environ["DRLEDGER"]
SOURCE = pathlib.Path(os.environ["SOURCE_DIR"])
EXAMPLE = SOURCE / "examples" / "organization"
SHARED = pathlib.Path(os.environ.get("DRLEDGER_SHARED_DATA", SOURCE.parent / "shared" / "data"))


class Case(unittest.TestCase):
    """A test in a fresh folder; its docstring is the sentence that is printed."""

    def setUp(self):
        self.dir = pathlib.Path(tempfile.mkdtemp(prefix="drledger-test-"))
        self.addCleanup(shutil.rmtree, self.dir, ignore_errors=True)

    def run_tool(self, *arguments, expect=0, cwd=None, env=None):
        """Runs drledger and returns what it did; `expect` is the exit code, None: any."""
        done = subprocess.run([DRLEDGER, *map(str, arguments)], cwd=cwd or self.dir, text=True,
                              capture_output=True, env={**os.environ, **(env or {})})
        if "Sanitizer" in done.stderr or "runtime error" in done.stderr:
            self.fail(done.stderr)
        if expect is not None:
            self.assertEqual(done.returncode, expect,
                             f"drledger {' '.join(map(str, arguments))}\n{done.stdout}{done.stderr}")
        return done

    def write(self, name, text):
        path = self.dir / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path


class Sentences(unittest.TextTestResult):
    def addSuccess(self, test):
        super().addSuccess(test)
        self.stream.writeln("ok: " + (test.shortDescription() or str(test)))

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self.stream.writeln(f"skipped: {test.shortDescription()}: {reason}")


def main():
    program = unittest.main(module="__main__", exit=False, testRunner=unittest.TextTestRunner(
        stream=sys.stdout, resultclass=Sentences, verbosity=0))
    result = program.result
    if result.testsRun and len(result.skipped) == result.testsRun:
        print("skipped all")
    sys.exit(not result.wasSuccessful() or result.testsRun == 0)
