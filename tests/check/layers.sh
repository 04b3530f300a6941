#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# tests/check/layers.sh [HARNESS]: does every #include of harness/ keep to harness/LAYERS?
#
# - A folder includes itself and the folders that its line in LAYERS names, as "folder/file.h".
# - LAYERS goes strictly down: a line names only folders that stand above it.
# - A library has one place (the table below), so that it can be replaced, and so that what is
#   linked into somebody's benchmark needs libc alone.
# Prints file:line: problem for each violation; exit status 1 when there is one.
set -euo pipefail
harness=${1:-harness}

[[ -r $harness/LAYERS ]] || { echo "$harness/LAYERS: cannot read it" >&2; exit 2; }
mapfile -t files < <(find "$harness" -mindepth 2 -name '*.[ch]' | LC_ALL=C sort)
((${#files[@]})) || { echo "$harness: no source files" >&2; exit 2; }

awk -v root="$harness/" '
    BEGIN {
        # A header (a prefix of its name): the folders which may include it.
        library["jansson"] = "model report"
        library["libcpuid"] = "sys"
        library["elfutils/"] = library["dwarf.h"] = "dwarf"
        library["libelf"] = library["gelf"] = "sys dwarf"
        library["sqlite3"] = "model"
        library["criterion/"] = "none"
    }
    function problem(text) {
        printf "%s:%d: %s\n", FILENAME, FNR, text
        bad = 1
    }
    function among(word, list) {
        return index(" " list " ", " " word " ") > 0
    }
    FILENAME == root "LAYERS" {
        sub(/#.*/, "")
        if (NF == 0)
            next
        folder = $1
        if (sub(/:$/, "", folder) == 0) {
            problem("not \"folder: folders\"")
            next
        }
        if (folder in below)
            problem("'\''" folder "'\'' stands here twice")
        below[folder] = folder
        for (i = 2; i <= NF; i++) {
            if (!($i in below) || $i == folder)
                problem("'\''" folder "'\'' names '\''" $i "'\'', which does not stand above it")
            below[folder] = below[folder] " " $i
        }
        next
    }
    FNR == 1 {
        here = substr(FILENAME, length(root) + 1)
        sub(/\/.*/, "", here)
        if (!(here in below))
            problem("folder '\''" here "'\'' has no line in LAYERS")
    }
    /^[ \t]*#[ \t]*include[ \t]*"/ {
        split($0, part, "\"")
        target = part[2]
        folder = target
        sub(/\/.*/, "", folder)
        if (target !~ /^[a-z_]+\/[^\/]+$/)
            problem("\"" target "\" is not written \"folder/file.h\"")
        else if (!(folder in below))
            problem("\"" target "\": LAYERS knows no folder '\''" folder "'\''")
        else if (!among(folder, below[here]))
            problem("\"" target "\": '\''" here "'\'' may not include '\''" folder "'\''")
    }
    /^[ \t]*#[ \t]*include[ \t]*</ {
        target = $0
        sub(/^[^<]*</, "", target)
        sub(/>.*/, "", target)
        for (name in library)
            if (index(target, name) == 1 && !among(here, library[name]))
                problem("<" target "> belongs to " library[name] ", not to '\''" here "'\''")
    }
    END { exit bad }
' "$harness/LAYERS" "${files[@]}"
