#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# bench_ingest.sh DRLEDGER [ROWS...]: rows a second and peak memory of `drledger ingest`
# on bills of the same distinct facts, beside SQLite's own import of the same CSV. Memory
# must not grow with the rows.
set -eu
drledger=$1
shift
[ $# -gt 0 ] || set -- 100000 1000000
here=$(dirname "$0")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# measure NAME ROWS COMMAND...: one line of the table
measure() {
    name=$1
    rows=$2
    shift 2
    python3 - "$name" "$rows" "$@" <<'PYTHON'
import re, subprocess, sys, time
name, rows, command = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
start = time.monotonic()
process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
peak = 0
# VmHWM only rises; what getrusage says of a child begins with the parent's own peak.
while process.poll() is None:
    try:
        with open(f"/proc/{process.pid}/status") as status:
            found = re.search(r"VmHWM:\s+(\d+) kB", status.read())
            peak = int(found.group(1)) / 1024 if found else peak
    except FileNotFoundError:
        pass
    time.sleep(0.002)
seconds = time.monotonic() - start
if process.returncode:
    sys.exit(f"{command[0]} ended with {process.returncode}")
print(f"{name:<24} {rows:>9} rows {seconds:>7.2f} s {rows / seconds:>11,.0f} rows/s {peak:>7.1f} MiB")
PYTHON
}

for rows in "$@"; do
    python3 "$here/make_bill.py" "$rows" >"$work/bill.csv"
    gzip -k -6 "$work/bill.csv"
    measure "drledger, gzip" "$rows" "$drledger" ingest --db "$work/gz-$rows.db" -q "$work/bill.csv.gz"
    measure "drledger, plain" "$rows" "$drledger" ingest --db "$work/csv-$rows.db" -q "$work/bill.csv"
    if command -v sqlite3 >/dev/null; then
        measure "sqlite3 .import, plain" "$rows" \
            sqlite3 "$work/import-$rows.db" ".mode csv" ".import $work/bill.csv bill"
    fi
    rm "$work/bill.csv" "$work/bill.csv.gz"
done
