#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A chain of 2N dependent multiplications reads 2.00 times a chain of N, within 1 %, in nine runs of
# ten; an iteration of the empty loop costs one cycle at most, a third of a multiplication.
# usage: linear.sh BUILD [RUNS]
set -euo pipefail
build=$1
runs=${2:-10}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# The value of a column in the row of group and variant.
cell() {
    awk -F, -v group="$1" -v variant="$2" -v column="$3" '
        NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
        $at["group"] == group && $at["variant"] == variant { print $at[column] }' \
        "$folder/latest/summary.csv"
}

good=0
for ((run = 1; run <= runs; run++)); do
    "$build/tare" run "$build/self/linear_cases" --quick --no-plots --no-weigh --out "$folder" \
        >/dev/null 2>&1
    ratio=$(cell chain two_n ratio)
    cycles=$(awk -v e="$(cell loop empty time_ns)" -v m="$(cell loop multiply time_ns)" \
        'BEGIN { printf "%.3f", 3 * e / m }')
    printf 'run %2d: 2N by N %.4f, empty loop %s cycles\n' "$run" "$ratio" "$cycles"
    awk -v r="$ratio" -v c="$cycles" \
        'BEGIN { exit !(r >= 1.98 && r <= 2.02 && c <= 1.02) }' && good=$((good + 1))
done
echo "$good of $runs within 1 % and one cycle"
((good * 10 >= runs * 9))
