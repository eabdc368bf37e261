#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes an S3 Inventory report of a versioned bucket and what must be counted of it:
make_s3_inventory.py ROWS FOLDER

FOLDER gets bench/daily/... as S3 lays it out, two data files, and want.csv: the histogram
of class, version, size and age, sorted. The objects go round a table of 4,999 kinds."""

import collections
import datetime
import gzip
import hashlib
import json
import pathlib
import random
import sys

TAKEN = datetime.datetime(2024, 9, 30, tzinfo=datetime.timezone.utc)
AGES = [730, 365, 180, 120, 90, 60, 30, 0]
SCHEMA = ("Bucket, Key, VersionId, IsLatest, IsDeleteMarker, Size, LastModifiedDate, ETag, StorageClass,"
          " IsMultipartUploaded, ReplicationStatus, EncryptionStatus")
KINDS = 4999


def kinds():
    """(the row behind the key, the group it counts in) of each kind."""
    chance = random.Random(20240930)
    for _ in range(KINDS):
        size = int(2 ** chance.uniform(0, 34))
        age = chance.randrange(1500 * 86400)
        written = TAKEN - datetime.timedelta(seconds=age)
        storage = chance.choice(["STANDARD"] * 6 + ["STANDARD_IA", "GLACIER", "DEEP_ARCHIVE"])
        latest = chance.choice(["true", "true", "true", "false"])
        tail = (f'","{chance.getrandbits(128):032x}","{latest}","false","{size}","{written:%Y-%m-%dT%H:%M:%S}.000Z",'
                f'"{chance.getrandbits(128):032x}","{storage}","false","COMPLETED","SSE-KMS"\n')
        bits = (size // 1024).bit_length()
        size_from = min(1 << 30, 512 << bits) if bits else 0
        yield tail, size, (storage, int(latest == "true"), size_from, next(a for a in AGES if age >= a * 86400))


def write_data(path, first, rows, table):
    with gzip.open(path, "wt", compresslevel=1, encoding="ascii", newline="") as file:
        lines = []
        for row in range(first, first + rows):
            lines.append(f'"bench","exports/2024/part%2F{row * 2654435761 % (1 << 40):012x}{table[row % KINDS][0]}')
            if len(lines) == 8192:
                file.write("".join(lines))
                lines = []
        file.write("".join(lines))


def main():
    rows, folder = int(sys.argv[1]), pathlib.Path(sys.argv[2])
    report = folder / "bench" / "daily"
    (report / "data").mkdir(parents=True)
    (report / "2024-09-30T00-00Z").mkdir()
    table = list(kinds())
    files = []
    for part, (first, n) in enumerate([(0, rows // 2), (rows // 2, rows - rows // 2)]):
        path = report / "data" / f"part-{part}.csv.gz"
        write_data(path, first, n, table)
        data = path.read_bytes()
        files.append({"key": f"bench/daily/data/{path.name}", "size": len(data),
                      "MD5checksum": hashlib.md5(data).hexdigest()})
    manifest = json.dumps({
        "sourceBucket": "bench", "destinationBucket": "arn:aws:s3:::reports", "version": "2016-11-30",
        "creationTimestamp": str(int(TAKEN.timestamp() * 1000)), "fileFormat": "CSV", "fileSchema": SCHEMA,
        "files": files})
    (report / "2024-09-30T00-00Z" / "manifest.json").write_text(manifest)
    (report / "2024-09-30T00-00Z" / "manifest.checksum").write_text(hashlib.md5(manifest.encode()).hexdigest())
    want = collections.defaultdict(lambda: [0, 0])
    for kind, (_, size, group) in enumerate(table):
        n = rows // KINDS + (kind < rows % KINDS)
        want[group][0] += n
        want[group][1] += n * size
    (folder / "want.csv").write_text(
        "".join(",".join(map(str, [*group, *want[group]])) + "\n" for group in sorted(want) if want[group][0]))


main()
