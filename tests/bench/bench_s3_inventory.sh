#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# bench_s3_inventory.sh DRLEDGER [ROWS]: time and peak memory of reading an S3 Inventory report
# of 10 million objects (gzip), beside DuckDB making the same histogram where there is a
# duckdb. The histogram must be the one that the report was made with, memory below 128 MB.
set -eu
drledger=$1
rows=${2:-10000000}
here=$(dirname "$0")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# compare NAME FILE: the histogram, against what was written.
compare() {
    if cmp -s "$2" "$work/want.csv"; then
        echo "$1: the histogram is right, $(wc -l <"$2") groups"
    else
        echo "$1: the histogram is wrong" >&2
        exit 1
    fi
}

python3 "$here/make_s3_inventory.py" "$rows" "$work"
python3 "$here/measure.py" "drledger" "$rows" \
    "$drledger" ingest --db "$work/a.db" -q "$work/bench" | tee "$work/line"
sqlite3 -csv "$work/a.db" "select storage_class, current, size_from, age_days, sum(n_objects), sum(bytes)
    from object_group group by 1, 2, 3, 4 order by 1, 2, 3, 4" | tr -d '\r' >"$work/drledger.csv"
compare drledger "$work/drledger.csv"
awk '$(NF - 1) >= 122 { print "drledger: needs more than 128 MB"; exit 1 }' "$work/line"
if command -v duckdb >/dev/null; then
    sed "s|FOLDER|$work|" "$here/duckdb_inventory.sql" >"$work/duckdb.sql"
    python3 "$here/measure.py" "duckdb" "$rows" duckdb -c ".read $work/duckdb.sql"
    compare duckdb "$work/duckdb.csv"
else
    echo "duckdb: is not installed, nothing to compare with"
fi
