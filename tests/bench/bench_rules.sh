#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# bench_rules.sh BUILD_FOLDER [POINTS...]: processor seconds that reading an inventory takes,
# that joining it takes, and that all 25 rules take together. Each must grow with the number
# of recovery points and no faster; the rules must take less than the reading.
set -eu
build=$1
shift
[ $# -gt 0 ] || set -- 1000 10000 100000
here=$(dirname "$0")
policy=$here/../../examples/organization/policy.json
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

printf '%9s points %9s %9s %9s\n' "" "read" "join" "25 rules"
for points in "$@"; do
    python3 "$here/make_inventory.py" "$points" "$work/inventory"
    read=$(python3 - "$build/cli/drledger" ingest -q --db "$work/store.db" "$work/inventory" <<'PYTHON'
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(f"{used.ru_utime + used.ru_stime:.2f}")
PYTHON
)
    set -- $("$build/tests/bench/bench_rules" "$work/store.db" "$policy")
    printf '%9s points %7s s %7s s %7s s\n' "$points" "$read" "$1" "$2"
    rm -rf "$work/inventory" "$work"/store.db*
done
