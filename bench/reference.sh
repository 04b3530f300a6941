#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# bench/reference.sh: does README.md say what the run in results/reference found? Exit status 1
# where it does not.
# bench/reference.sh --write: makes it say so.
# bench/reference.sh --keep RUN: makes results/reference of RUN, a folder of a whole suite, with the
# program in build/ (or TARE_BUILD), and then README.md say so.
#
# What README.md says stands between two marks, and is made of summary.csv, table.txt and
# result.json alone. A finding is a line in the table below; a case that it names and the run has
# not is an error.
set -euo pipefail
cd "$(dirname "$0")/.."
run=results/reference
pictures=(sum_x-time sum_x-pareto copy-density pipeline-bytes)

# Fields of summary.csv by case, group/variant/size (and /threads where they are several); ratios
# are of times, to the group's baseline.
findings() {
    awk '
    # RFC 4180, without line breaks in fields.
    function take(line, fields,    count, at, text) {
        count = 0
        while (1) {
            if (substr(line, 1, 1) == "\"") {
                at = match(substr(line, 2), /([^"]|"")*"/)
                text = substr(line, 2, RLENGTH - 1); gsub(/""/, "\"", text)
                line = substr(line, 2 + RLENGTH)
            } else {
                at = match(line, /^[^,]*/); text = substr(line, 1, RLENGTH)
                line = substr(line, 1 + RLENGTH)
            }
            fields[++count] = text
            if (line == "") return count
            line = substr(line, 2)
        }
    }
    function get(id, name) {
        if (!((id, name) in value) || value[id, name] == "") {
            print "reference: the run has no " name " of " id >"/dev/stderr"
            failed = 1
        }
        return value[id, name]
    }
    function digits(x) { x += 0; return sprintf(x >= 100 ? "%.0f" : x >= 10 ? "%.1f" : "%.2f", x) }
    function interval(a, b, c) { return digits(a) " (" digits(b) to digits(c) ")" }
    function slower(id) { return interval(get(id, "ratio"), get(id, "ratio_lo"), get(id, "ratio_hi")) }
    function faster(id) {
        if (get(id, "verdict") != "faster") {
            print "reference: " id " is not faster: its finding has to be written anew" >"/dev/stderr"
            failed = 1
            return "?"
        }
        return interval(1 / get(id, "ratio"), 1 / get(id, "ratio_hi"), 1 / get(id, "ratio_lo"))
    }
    function each(id) { return sprintf("%.4g", get(id, "bytes_per_item")) }
    function size(x) {
        x += 0
        return x >= 1048576 ? sprintf("%.1f MiB", x / 1048576) \
            : x >= 1024 ? sprintf("%.1f KiB", x / 1024) : x " bytes"
    }
    BEGIN { to = " to " }
    NR == 1 { columns = take($0, name); next }
    {
        take($0, field)
        for (i = 1; i <= columns; i++) row[name[i]] = field[i]
        id = row["group"] "/" row["variant"] (row["size"] == "" ? "" : "/" row["size"]) \
            (row["threads"] + 0 > 1 ? "/threads:" row["threads"] : "")
        for (i = 1; i <= columns; i++) value[id, name[i]] = field[i]
    }
    END {
        print "- a linked list takes " slower("sum_x/list/100000") " times an array'\''s time and " \
            digits(each("sum_x/list/100000") / each("sum_x/aos/100000")) " times its bytes; shuffled, " \
            slower("sum_x/list_shuffled/100000") " times"
        print "- one field of n records is summed " faster("sum_x/soa/100000") \
            " times faster where each field has an array of its own"
        print "- a boxed integer takes " each("ints_sum/boxed/100000") " bytes for " \
            each("ints_sum/int32/100000") ", and summing them " slower("ints_sum/boxed/100000") \
            " times as long"
        print "- attributes in a hash table an object take " each("slots_get/glib/10000") " bytes for " \
            each("slots_get/fields/10000") ", and " slower("slots_get/glib/10000") \
            " times as long to read"
        print "- a pipeline in blocks peaks at " size(get("pipeline/chunked/200000", "peak_heap_bytes")) \
            " for " size(get("pipeline/lists/200000", "peak_heap_bytes")) " in arrays, in " \
            slower("pipeline/chunked/200000") " times the time; by a call an item, " \
            slower("pipeline/pulled/200000")
        print "- two threads that count on a cache line each are " \
            faster("count_threads/own_line/threads:2") " times faster than on a common one"
        print "- one flat block is copied " faster("copy/flat/10000") \
            " times faster than a tree of nodes, and takes " \
            digits(each("copy/flat/10000") / each("copy/tree/10000")) " times its bytes"
        print "- a tree from an arena is built " faster("allocator_build/arena/10000") \
            " times faster than from malloc, and freed " faster("allocator_free/arena/2000") " times"
        print "- to share counted references atomically takes " slower("refcount_share/atomic/10000") \
            " times as long as by plain counts"
        exit failed
    }' "$run/summary.csv"
}

# first KEY FILE: its first value.
first() {
    sed -n "s/^ *\"$1\": *\"\{0,1\}\([^\",]*\)\"\{0,1\},\{0,1\}\$/\1/p; t found; b; :found; q" "$2"
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

block() {
    echo '<!-- made by bench/reference.sh --write -->'
    for picture in "${pictures[@]}"; do # two beside each other
        printf '<img src="%s/plots/%s.png" width="49%%" alt="%s"> ' "$run" "$picture" \
            "$(alt "$picture")"
    done
    printf '\n\n'
    findings
    echo
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
    *-density) echo "density of the samples of each variant" ;;
    *-bytes) echo "payload, padding, allocator and other bytes of each variant" ;;
    esac
}

# README.md with its block made anew.
readme() {
    local made
    made=$(block)
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
    text=$(readme)
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
    fi
    text=$(readme)
    printf '%s\n' "$text" >README.md
    ;;
*)
    echo "reference: '$1': expected nothing, --write or --keep RUN" >&2
    exit 2
    ;;
esac
