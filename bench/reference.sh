#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# bench/reference.sh: does README.md say what the run in results/reference found? Exit status 1
# where it does not.
# bench/reference.sh --write: makes it say so.
# bench/reference.sh --keep RUN: makes results/reference of RUN, a folder of a whole suite, with the
# program in build/ (or TARE_BUILD), and then README.md and bench/README.md say so.
#
# What README.md says stands between two marks, and is made of summary.csv, table.txt and
# result.json alone. A finding is a line in the table below; a case that it names and the run has
# not is an error.
set -euo pipefail
cd "$(dirname "$0")/.."
run=results/reference
pictures=(sum_x-time sum_x-pareto slots_get-bytes pipeline-heap)

# Fields of summary.csv by case, group/variant/size (and /threads where they are several); ratios
# are of times, to the group's baseline.
findings() {
    awk -f bench/csv.awk -f bench/findings.awk "$run/summary.csv"
}

# first KEY FILE: its first value, without the blanks that a hypervisor fills up a name with.
first() {
    sed -n "s/^ *\"$1\": *\"\{0,1\}\([^\",]*[^\", ]\) *\"\{0,1\},\{0,1\}\$/\1/p; t found; b; :found; q" "$2"
}

facts() {
    local json=$run/result.json minutes cases
    minutes=$(awk '/"wall_ns"/ { gsub(/[^0-9]/, ""); sum += $0 } END { printf "%.1f", sum / 6e10 }' "$json")
    cases=$(($(wc -l <"$run/summary.csv") - 1))
    printf 'From the run in [%s](%s) of %s: %s cases in %s minutes, %s (%s cores, hypervisor %s), %s.\n' \
        "$run" "$run" "$(first started_utc "$json" | cut -c1-10)" "$cases" "$minutes" \
        "$(first brand "$json")" "$(first logical_cpus_count "$json")" \
        "$(first hypervisor "$json")" "$(first compiler "$json")"
}

# In a command substitution bash goes on after a failure: what may fail comes first.
block() {
    local found
    found=$(findings) || return
    echo '<!-- made by bench/reference.sh --write -->'
    for picture in "${pictures[@]}"; do # two beside each other
        printf '<img src="%s/plots/%s.png" width="49%%" alt="%s"> ' "$run" "$picture" \
            "$(alt "$picture")"
    done
    printf '\n\n'
    printf '%s\n\n' "$found"
    facts
    echo 'Ratios are of times, with their 95 % intervals. [bench/README.md](bench/README.md) has all groups; for each size of' \
        'each, `make bench` prints:'
    echo
    echo '```'
    awk '/^sum_x .*n = 100,000 / { on = 1 } on && /^$/ { exit } on { print }' "$run/table.txt"
    echo '```'
    echo '<!-- end -->'
}

alt() {
    case $1 in
    *-time) echo "time for each record against the number of records" ;;
    *-pareto) echo "time against bytes, and the variants on the front" ;;
    *-heap) echo "live heap over the run of each variant" ;;
    *-bytes) echo "payload, never written and allocator bytes of each variant" ;;
    esac
}

# README.md with its block made anew.
readme() {
    local made
    made=$(block) || return
    MADE=$made awk '
        /^<!-- made by bench\/reference.sh/ { print ENVIRON["MADE"]; skip = 1; seen = 1 }
        !skip { print }
        /^<!-- end -->/ { skip = 0 }
        END { if (!seen || skip) { print "reference: README.md has no marks" >"/dev/stderr"; exit 1 } }
    ' README.md
}

keep() {
    local picture file
    made=$(mktemp -d)
    trap 'rm -rf "$made"' EXIT
    cp "$1/result.json" "$made/"
    "${TARE_BUILD:-build}/tare" report "$made" --color never >"$made/table.txt"
    mkdir -p "$run/plots"
    for file in result.json summary.csv table.txt report.html; do
        cp "$made/$file" "$run/"
    done
    if [[ -e $made/counters.csv ]]; then cp "$made/counters.csv" "$run/"; fi
    rm -f "$run"/plots/*
    for picture in "${pictures[@]}"; do
        cp "$made/plots/$picture".{gp,svg,png} "$run/plots/"
    done
}

case ${1-} in
'')
    text=$(readme) || exit 1
    diff -u --label README.md --label "$run" README.md <(printf '%s\n' "$text") || {
        echo "reference: README.md says what $run does not: bench/reference.sh --write" >&2
        exit 1
    }
    ;;
--write | --keep)
    if [[ $1 == --keep ]]; then
        [[ -r ${2-}/result.json ]] || {
            echo "reference: --keep '${2-}': expected the folder of a run" >&2
            exit 2
        }
        keep "$2"
        bench/figures.sh --write
    fi
    text=$(readme) || exit 1
    printf '%s\n' "$text" >README.md
    ;;
*)
    echo "reference: '$1': expected nothing, --write or --keep RUN" >&2
    exit 2
    ;;
esac
