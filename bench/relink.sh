#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Links objects once more with the functions elsewhere: bench/relink.sh SEED OUT OBJECT... -- LINK...
#
# The sections of code of the objects (-ffunction-sections) come in an order shuffled by SEED, each
# behind a pad of 0, 16, 32 or 48 bytes: where functions and their loops lie in a cache line is drawn
# anew, which neither another order alone nor address randomization does. LINK... is the command that
# links; "-Wl,-T,OUT.ld -o OUT" is put behind it. A script that ends in INSERT adds to the linker's
# own and is understood by GNU ld and by lld. Equal SEED, objects and linker: the same executable.
# OUT.link_ns gets the wall time of the link, which `tare run --layouts` weighs against more runs.
set -euo pipefail
export LC_ALL=C

fail() {
    echo "relink.sh: $1" >&2
    exit 2
}

(($# >= 3)) || fail 'usage: relink.sh SEED OUT OBJECT... -- LINK...'
seed=$1 out=$2 objects=()
shift 2
[[ $seed =~ ^[0-9]{1,9}$ ]] || fail "'$seed': expected a seed, a whole number below 1000000000"
while (($#)) && [[ $1 != -- ]]; do
    objects+=("$1")
    shift
done
((${#objects[@]} && $# > 1)) || fail "usage: relink.sh SEED OUT OBJECT... -- LINK..."
shift
command -v objdump >/dev/null || fail 'needs objdump, of binutils'
mkdir -p "$(dirname "$out")"

# Lehmer's generator (Park and Miller 1988) fits a double: every awk draws the same numbers.
objdump -h "${objects[@]}" | awk -v seed="$seed" '
    function draw(limit) { x = (x * 16807) % 2147483647; return int(x / 2147483647 * limit) }
    / file format / { file = $1; sub(/:$/, "", file) }
    $2 ~ /^\.text\./ && $3 !~ /^0+$/ { section[count++] = "\"" file "\"(" $2 ")" }
    END {
        x = seed * 2 + 1
        for (i = 0; i < 8; i++)
            draw(2)
        print "SECTIONS\n{\n  .text.shuffled : ALIGN(64)\n  {"
        for (i = count; i > 0; i--) {
            j = draw(i)
            chosen = section[j]; section[j] = section[i - 1]
            printf "    . = . + %d;\n    %s\n", 16 * draw(4), chosen
        }
        print "  }\n}\nINSERT AFTER .text;"
        if (count < 2)
            exit 1
    }' >"$out.ld" ||
    fail "'$out': the objects have fewer than two sections of code: compiled without -ffunction-sections, or with -flto?"

begun=$(date +%s%N)
"$@" "-Wl,-T,$out.ld" -o "$out"
echo $(($(date +%s%N) - begun)) >"$out.link_ns"
