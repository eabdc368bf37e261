# SPDX-License-Identifier: Apache-2.0
"""Answers of AWS that hold what AWS never answers: a report still comes out, and says so."""

import copy
import json
import random
import shutil

import harness
from harness import EXAMPLE

JUNK = [None, True, -1, 1e308, 12345678901234567890, "", "x", "{", '{"a":', "\u0000", "'; drop table source; --",
        [], {}, [[]], [None], ["x"], [1], {"": {}}, [{"Key": {"a": 1}}], "9999-99-99T99:99:99Z", "arn:aws:::"]


def places(value, path=()):
    """The paths of everything inside a JSON value."""
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, member in members:
        yield path + (key,)
        yield from places(member, path + (key,))


def damage(document, dice):
    path = dice.choice(list(places(document)))
    holder = document
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = copy.deepcopy(dice.choice(JUNK))


class Hostile(harness.Case):
    def coverage(self):
        done = self.run_tool("coverage", "--json", "--policy", EXAMPLE / "policy.json", expect=None)
        self.assertIn(done.returncode, (0, 4), done.stderr)
        return json.loads(done.stdout)["coverage"]

    def test_wrong_shape(self):
        """a text where a list belongs is rejected with its place, and its call counts as a gap"""
        shutil.copytree(EXAMPLE / "inventory", self.dir / "inventory")
        place = "203040506070/eu-west-1/ssm.list-documents"
        self.write(f"inventory/{place}.json", '{"DocumentIdentifiers": ["x", {"Name": "y"}]}')
        done = self.run_tool("ingest", "inventory", expect=4)
        self.assertIn(f"{place}.json:/DocumentIdentifiers/0: is no object", done.stderr)
        call, = (c for c in self.coverage()["calls"] if f"{c['account']}/{c['region']}/{c['call']}" == place)
        self.assertEqual(call["status"], "truncated")

    def test_random_damage(self):
        """no damage to a single answer keeps the other answers from being judged"""
        dice = random.Random(20241001)
        shutil.copytree(EXAMPLE / "inventory", self.dir / "inventory")
        self.run_tool("ingest", "inventory", "-q")
        files = sorted((self.dir / "inventory").rglob("*.json"))
        for path in dice.sample(files, 14):
            whole = path.read_text()
            document = json.loads(whole) if whole.strip() else {}
            if any(places(document)):
                damage(document, dice)
                path.write_text(json.dumps(document))
                done = self.run_tool("ingest", "inventory", "-q", expect=None)
                self.assertIn(done.returncode, (0, 4), f"{path}: {done.stderr}")
                self.assertEqual(len(self.coverage()["rules"]), 25)
                path.write_text(whole)


if __name__ == "__main__":
    harness.main()
