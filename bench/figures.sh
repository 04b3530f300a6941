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
    awk -f bench/csv.awk -f bench/figures.awk "$run/summary.csv"
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
