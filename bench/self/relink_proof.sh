#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Pairs of identical loops (layout_cases.c) in each of the links BUILD/layout-N/layout_cases alone,
# where some call them different, and over all of these links, where they are not. What a link does to
# a loop is the processor's business: a pair proves something where a link makes it differ by a tenth,
# since less may be noise. Exit status 1 where such a pair is called different over all links, or
# where there is none.
# usage: relink_proof.sh BUILD [FLAG...]
set -euo pipefail
build=$1
shift
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# usage: cell GROUP VARIANT COLUMN
cell() {
    awk -F, -v group="$1" -v variant="$2" -v column="$3" '
        NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
        $at["group"] == group && $at["variant"] == variant { print $at[column] }
    ' "$folder/latest/summary.csv"
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

# Is the verdict a difference?
is_different() { [[ $1 == faster || $1 == slower ]]; }

pairs=(fields words)
declare -A different=([fields]=0 [words]=0) moved=([fields]=0 [words]=0)
links=0 proofs=0 failed=0
echo 'link  loop    one at  other at      one    other  ratio  verdict'
for link in $(printf '%s\n' "$build"/layout-*/layout_cases | sort -V); do
    measure --quick "$link" "$@"
    links=$((links + 1))
    for pair in "${pairs[@]}"; do
        verdict=$(cell "$pair" other verdict) ratio=$(cell "$pair" other ratio)
        printf '%4d  %-6s  %6d  %8d  %4.0f ns  %4.0f ns  %5.3f  %s\n' "$links" "$pair" \
            "$(place "$link" "${pair}_one")" "$(place "$link" "${pair}_other")" \
            "$(cell "$pair" one time_ns)" "$(cell "$pair" other time_ns)" "$ratio" "$verdict"
        is_different "$verdict" || continue
        different[$pair]=$((different[$pair] + 1))
        ! awk -v ratio="$ratio" 'BEGIN { exit !(ratio > 1.1 || ratio < 1 / 1.1) }' ||
            moved[$pair]=$((moved[$pair] + 1))
    done
done
measure --layouts "$build/layout-*/layout_cases" "$@"
cat "$folder/table"
for pair in "${pairs[@]}"; do
    verdict=$(cell "$pair" other verdict)
    printf '%s: in %d of %d links alone different, by more than a tenth in %d; ' "$pair" \
        "${different[$pair]}" "$links" "${moved[$pair]}"
    printf 'over all of them %.3f (%.3f to %.3f), %s\n' "$(cell "$pair" other ratio)" \
        "$(cell "$pair" other ratio_lo)" "$(cell "$pair" other ratio_hi)" "$verdict"
    ((moved[$pair] > 0)) || continue
    proofs=$((proofs + 1))
    ! is_different "$verdict" || failed=1
done
((proofs > 0)) || echo 'no link alone makes a loop differ by a tenth on this processor: nothing is proved'
((failed == 0 && proofs > 0))
