#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# README.md says what the run in results/reference found: its findings, table and pictures are those
# that bench/reference.sh makes, and the tables of that run those that `tare report` makes of it.
set -euo pipefail
cd "$(dirname "$0")/.."
tare=${TARE_BUILD:-$PWD/build}/tare
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
    echo "test_readme: $*" >&2
    exit 1
}

bench/reference.sh >"$work/said" 2>&1 || fail "$(cat "$work/said")"

# Made again of result.json alone.
mkdir "$work/run"
cp results/reference/result.json "$work/run/"
"$tare" report "$work/run" --color never --no-plots >"$work/run/table.txt" 2>"$work/said" ||
    fail "no report: $(cat "$work/said")"
for file in table.txt summary.csv counters.csv; do
    cmp "$work/run/$file" "results/reference/$file" ||
        fail "$file is not what this tare makes: bench/reference.sh --keep results/reference"
done

# The pictures that README.md shows are there.
grep -o 'src="[^"]*"' README.md | sed 's/src="//; s/"//' | while read -r picture; do
    [[ -s $picture ]] || fail "README.md shows '$picture', which is not there"
done

# What is spoilt is found: a figure, a case that is missing, marks that are.
copy() {
    rm -rf "$work/tree"
    mkdir -p "$work/tree/bench" "$work/tree/results/reference"
    cp README.md "$work/tree/"
    cp bench/{reference.sh,findings.awk,csv.awk} "$work/tree/bench/"
    cp results/reference/{summary.csv,table.txt,result.json} "$work/tree/results/reference/"
}
refuses() {
    ! "$work/tree/bench/reference.sh" >"$work/said" 2>&1 || fail "$1 was not found"
    grep -q "$2" "$work/said" || fail "$1: it says $(cat "$work/said")"
}
copy
"$work/tree/bench/reference.sh" || fail "the copy differs"
sed -i 's/times its bytes/times 1 its bytes/' "$work/tree/README.md"
refuses 'a figure of another run' 'README.md says what'
copy
sed -i '/^bench,ints_sum,boxed,100000,/d' "$work/tree/results/reference/summary.csv"
refuses 'a case that the run has not' 'no ratio of ints_sum/boxed/100000'
! "$work/tree/bench/reference.sh" --write 2>"$work/said" || fail 'a finding that is none was written'
cmp README.md "$work/tree/README.md" || fail 'README.md was written all the same'
copy
sed -i '/^<!-- end/d' "$work/tree/README.md"
refuses 'a missing mark' 'no marks'
