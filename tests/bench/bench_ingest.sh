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

measure() {
    python3 "$here/measure.py" "$@"
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
