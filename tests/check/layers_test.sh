#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Shows that layers.sh passes a clean tree and fails one that breaks a rule, naming file and line.
set -euo pipefail
layers=$(dirname "$0")/layers.sh
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT

fresh() {
    rm -rf "${tree:?}"/*
    mkdir "$tree"/{base,sys,model,dwarf}
    printf '%s\n' '# a comment' 'base:' 'sys: base' 'model: base sys' 'dwarf: base' >"$tree/LAYERS"
    printf '%s\n' '#include <stdio.h>' '#include "base/err.h"' >"$tree/base/err.c"
    printf '%s\n' '#include "sys/clock.h"' '#include "base/err.h"' >"$tree/sys/clock.c"
    printf '%s\n' '#include <tare.h>' '#include <jansson.h>' >"$tree/model/json.c"
    printf '%s\n' '#include <elfutils/libdw.h>' >"$tree/dwarf/types.c"
}

fail() {
    printf 'layers_test: %s\n' "$@" >&2
    exit 1
}

# rejects WHERE FILE LINE: with LINE at the end of FILE, the script names WHERE and fails.
rejects() {
    local output status=0
    fresh
    mkdir -p "$(dirname "$tree/$2")"
    printf '%s\n' "$3" >>"$tree/$2"
    output=$("$layers" "$tree") || status=$?
    ((status == 1)) || fail "status $status, not 1, for '$3' in $2" "$output"
    [[ $output == "$tree/$1: "* && $output != *$'\n'* ]] || fail "'$3' in $2 gave:" "$output"
}

fresh
"$layers" "$tree" || fail "a clean tree was rejected"

rejects base/err.c:3 base/err.c '#include "sys/clock.h"'
rejects sys/clock.c:3 sys/clock.c '  #  include "model/json.h"'
rejects sys/clock.c:3 sys/clock.c '#include "clock.h"'
rejects sys/clock.c:3 sys/clock.c '#include "../base/err.h"'
rejects sys/clock.c:3 sys/clock.c '#include "elsewhere/x.h"'
rejects sys/clock.c:3 sys/clock.c '#include <elfutils/libdwfl.h>'
rejects base/err.c:3 base/err.c '#include <jansson.h>'
rejects attic/old.c:1 attic/old.c 'int old;'
rejects LAYERS:6 LAYERS 'base: model'
rejects LAYERS:6 LAYERS 'report: cmd'
rejects LAYERS:6 LAYERS 'report'
