#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# bench/figures.sh [--write] [RUN]: what a stored run (results/reference) found, as the table of
# bench/README.md: one row a group, at the largest of its sizes, parameters and threads. Time is that
# of an item, or of an operation where a group counts no items. --write puts it into the README.
set -euo pipefail
cd "$(dirname "$0")/.."
write=
if [[ ${1-} == --write ]]; then
    write=1
    shift
fi
run=${1-results/reference}
readme=bench/README.md
if [[ ! -f $run/summary.csv ]]; then
    echo "figures: no summary.csv in '$run': expected the folder of a run" >&2
    exit 2
fi

table() {
    awk '
    # The fields of a line of RFC 4180 into f[1..]; no field of a summary has a line break.
    function split_csv(line, f,    n, field) {
        n = 0
        while (line != "") {
            if (match(line, /^"([^"]|"")*"/)) {
                field = substr(line, 2, RLENGTH - 2)
                gsub(/""/, "\"", field)
            } else {
                match(line, /^[^,]*/)
                field = substr(line, 1, RLENGTH)
            }
            f[++n] = field
            line = substr(line, RLENGTH + 2)
        }
        return n
    }
    # Three digits, as the tables of tare have them.
    function three(x) {
        return sprintf(x >= 100 ? "%.0f" : x >= 10 ? "%.1f" : x >= 1 ? "%.2f" : "%.3f", x)
    }
    function duration(ns) {
        return ns >= 1e6 ? three(ns / 1e6) " ms" : ns >= 1e3 ? three(ns / 1e3) " µs" : three(ns) " ns"
    }
    function cell(name) { return name in column ? f[column[name]] : "" }
    function place(    text) {
        text = cell("size") != "" ? "n = " cell("size") : ""
        if (cell("param") != "")
            text = text (text != "" ? ", " : "") "at " cell("param")
        if (cell("threads") > 1)
            text = text (text != "" ? ", " : "") cell("threads") " threads"
        return text
    }
    {
        sub(/\r$/, "")
        delete f
        n = split_csv($0, f)
    }
    NR == 1 {
        for (i = 1; i <= n; i++)
            column[f[i]] = i
        next
    }
    {
        group = cell("group")
        if (!(group in where))
            order[++groups] = group
        if (!(group in where) || where[group] != place()) { # the last block of a group stays
            where[group] = place()
            found[group] = ""
        }
        time = cell("item_ns") != "" ? cell("item_ns") : cell("time_ns")
        bytes = cell("bytes_per_item") + 0 # what is below 0.1 does not grow with n
        text = time == "" ? cell("status") : duration(time + 0) (bytes >= 0.1 ? ", " three(bytes) " B" : "")
        if (cell("leaked_bytes") + 0 > 0)
            text = text ", leaked"
        found[group] = found[group] (found[group] != "" ? " · " : "") "`" cell("variant") "` " text
    }
    END {
        print "| group | at | an item, in time and in bytes |"
        print "|---|---|---|"
        for (i = 1; i <= groups; i++)
            printf "| `%s` | %s | %s |\n", order[i], where[order[i]], found[order[i]]
    }' "$run/summary.csv"
}

if [[ -z $write ]]; then
    table
    exit
fi
new=$(mktemp)
trap 'rm -f "$new"' EXIT
table >"$new"
if ! grep -q '^<!-- figures -->$' "$readme" || ! grep -q '^<!-- end of figures -->$' "$readme"; then
    echo "figures: no line '<!-- figures -->' and '<!-- end of figures -->' in '$readme'" >&2
    exit 2
fi
sed -i -e '/^<!-- figures -->$/,/^<!-- end of figures -->$/{//!d}' -e "/^<!-- figures -->\$/r $new" "$readme"
