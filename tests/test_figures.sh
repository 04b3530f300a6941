#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The figures of bench/README.md are those of the run that is kept, and of no other.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 4
folder=$(mktemp -d) || exit 4
trap 'rm -rf "$folder"' EXIT
status=0

fail() {
    echo "figures: $*" >&2
    status=1
}

sed '1,/^<!-- figures -->$/d; /^<!-- end of figures -->$/,$d' bench/README.md >"$folder/written"
bench/figures.sh results/reference >"$folder/found" || fail "exit status $?"
diff -u "$folder/written" "$folder/found" >&2 ||
    fail "bench/README.md is not of results/reference: run bench/figures.sh --write"

# Quoted fields, a parameter, threads, failures and leaks, in a result of few columns.
cat >"$folder/summary.csv" <<'END'
build,group,variant,size,param,threads,status,reason,time_ns,item_ns,bytes_per_item,leaked_bytes
bench,a,x,10,,1,ok,,100,10,4,0
bench,a,x,1000,,1,unsteady,"said ""no"", twice",2500000,2500,36,0
bench,a,y,1000,,1,skipped,"built without z, w",,,,
bench,b,x,,75,2,ok,,1234567,,0.01,40
END
cat >"$folder/expected" <<'END'
| group | at | an item, in time and in bytes |
|---|---|---|
| `a` | n = 1000 | `x` 2.50 µs, 36.0 B · `y` skipped |
| `b` | at 75, 2 threads | `x` 1.23 ms, leaked |
END
bench/figures.sh "$folder" >"$folder/made" || fail "exit status $?"
diff -u "$folder/expected" "$folder/made" >&2 || fail "another table than expected"

bench/figures.sh "$folder/none" >/dev/null 2>"$folder/error"
[[ $? -eq 2 ]] && grep -q "no summary.csv in '$folder/none'" "$folder/error" || fail "no error for a folder without a run"
exit $status
