#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Two identical loops (layout_cases.c) in each of the links BUILD/layout-N/layout_cases alone, where
# some call them different, and over all of these links, where they are not. Exit status 1 where
# they are, or where no link alone shows a difference and so nothing is proved.
# usage: relink_proof.sh BUILD [FLAG...]
set -euo pipefail
build=$1
shift
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# The value of a column in the row of a variant.
cell() {
    awk -F, -v variant="$1" -v column="$2" '
        NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
        $at["variant"] == variant { print $at[column] }' "$folder/latest/summary.csv"
}

measure() {
    "$build/tare" run --no-plots --no-weigh --seed 1 --out "$folder" "$@" >"$folder/table" \
        2>"$folder/errors" || { cat "$folder/errors" >&2 && exit 4; }
}

# Where in its line a function begins.
place() {
    local address
    address=$(nm "$1" | awk -v name="$2" '$3 == name { print $1 }')
    echo $((0x$address % 64))
}

different=0 links=0
echo 'link  one at  other at      one    other  ratio  verdict'
for link in $(printf '%s\n' "$build"/layout-*/layout_cases | sort -V); do
    measure --quick "$link" "$@"
    verdict=$(cell other verdict)
    links=$((links + 1))
    [[ $verdict != faster && $verdict != slower ]] || different=$((different + 1))
    printf '%4d  %6d  %8d  %4.0f ns  %4.0f ns  %5.3f  %s\n' "$links" "$(place "$link" sum_one)" \
        "$(place "$link" sum_other)" "$(cell one time_ns)" "$(cell other time_ns)" \
        "$(cell other ratio)" "$verdict"
done
echo "alone: different in $different of $links links"
measure --layouts "$build/layout-*/layout_cases" "$@"
verdict=$(cell other verdict)
cat "$folder/table"
echo "over $links layouts: $(cell other ratio) ($(cell other ratio_lo) to $(cell other ratio_hi)), $verdict"
((different > 0)) && [[ $verdict == same || $verdict == unsure ]]
