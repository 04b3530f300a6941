#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# tests/check/slim.sh BUILD: what is put into somebody's program needs libc alone and names nothing
# that could be theirs.
# - libtare.a, all of it, links with libc alone into a program that has its own json_* and sqlite3_*;
#   its global names are main and tare_*, and a case of that program runs.
# - libtare-heap.so needs libc alone; what it exports is either libc's to replace or tare_*.
set -euo pipefail
build=$1
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
    printf 'slim: %s\n' "$@" >&2
    exit 1
}

needed() { readelf -d "$1" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p'; }
foreign() { needed "$1" | grep -vE '^(libc\.so\.6|ld-linux[^ ]*)$' || true; }

exports() {
    nm -D --defined-only --format=posix "$1" | awk '{ sub(/@.*/, "", $1); print $1 }' | LC_ALL=C sort -u
}

names=$(nm --extern-only --defined-only --format=posix "$build/libtare.a" |
    awk 'NF > 2 && $1 !~ /^(tare_|main$)/ { print $1 }')
[[ -z $names ]] || fail "libtare.a defines names that are not its own:" "$names"

cat >"$work/own.c" <<'EOF'
#include <tare.h>

int json_object(void);
int json_loads(void);
int sqlite3_open(void);
int json_object(void) { return 1; }
int json_loads(void) { return 2; }
int sqlite3_open(void) { return 3; }

TARE_CASE(slim, own)
{
    tare_loop(t)
        tare_keep(json_object() + json_loads() + sqlite3_open());
}
EOF
${CC:-gcc} -std=gnu11 -O2 -I"$root/include" -o "$work/own" "$work/own.c" \
    -nodefaultlibs -Wl,--whole-archive "$build/libtare.a" -Wl,--no-whole-archive -lgcc -lc
[[ -z $(foreign "$work/own") ]] || fail "libtare.a needs more than libc:" "$(foreign "$work/own")"
"$work/own" --exec slim/own --iterations 3 >"$work/output" 2>&1 </dev/null ||
    fail "'own --exec slim/own --iterations 3' failed:" "$(<"$work/output")"

[[ -z $(foreign "$build/libtare-heap.so") ]] ||
    fail "libtare-heap.so needs more than libc:" "$(foreign "$build/libtare-heap.so")"
libc=$(${CC:-gcc} -print-file-name=libc.so.6)
strange=$(comm -23 <(exports "$build/libtare-heap.so" | grep -v '^tare_') <(exports "$libc"))
[[ -z $strange ]] || fail "libtare-heap.so exports what libc does not have:" "$strange"
