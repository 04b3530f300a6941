#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# bench/relink.sh: eight seeds put the functions of an object at more than two places within a cache
# line, a seed makes the same executable again, and what is wrong is told. With GNU ld, and with lld
# where it is there.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cc=${CC:-cc}
failed=0

problem() {
    echo "$1"
    failed=1
}

cat >"$folder/a.c" <<'C'
__attribute__((noinline)) int first(int x) { return x * 3 + 1; }
__attribute__((noinline)) int second(int x) { return x * 5 + 2; }
static __attribute__((noinline)) int third(int x) { return x * 7 + 3; }
int main(int argc, char **argv) { return argv && first(argc) + second(argc) + third(argc) == 0; }
C
flags=(-O1 -ffunction-sections -falign-functions=16)
$cc "${flags[@]}" -c "$folder/a.c" -o "$folder/a.o"
$cc "${flags[@]}" -fno-function-sections -c "$folder/a.c" -o "$folder/whole.o"

# How many of the places 0, 16, 32 and 48 a function had.
places() {
    for link in "$folder"/"$1"-*/a; do
        echo $((0x$(nm "$link" | awk -v name="$2" '$3 == name { print $1 }') % 64))
    done | sort -u | wc -l
}

linkers=(bfd)
! command -v ld.lld >/dev/null || linkers+=(lld)
for linker in "${linkers[@]}"; do
    for seed in 1 2 3 4 5 6 7 8; do
        bench/relink.sh "$seed" "$folder/$linker-$seed/a" "$folder/a.o" -- \
            $cc "-fuse-ld=$linker" "$folder/a.o"
        "$folder/$linker-$seed/a" || problem "$linker: link $seed does not run"
        [[ $(cat "$folder/$linker-$seed/a.link_ns") -gt 0 ]] || problem "$linker: no time of link $seed"
    done
    for name in first second third; do
        count=$(places "$linker" "$name")
        ((count > 2)) || problem "$linker: '$name' was at $count places in 8 links"
    done
    mkdir "$folder/again"
    cp "$folder/$linker-5/a" "$folder/again"
    bench/relink.sh 5 "$folder/$linker-5/a" "$folder/a.o" -- $cc "-fuse-ld=$linker" "$folder/a.o"
    cmp -s "$folder/again/a" "$folder/$linker-5/a" || problem "$linker: seed 5 made another executable"
    rm -r "$folder/again"
done

# usage: refuse WORDS ARG...: fails, and says WORDS
refuse() {
    local words=$1 said
    shift
    if said=$(bench/relink.sh "$@" 2>&1); then
        problem "relink.sh $*: accepted"
    elif [[ $said != *"$words"* ]]; then
        problem "relink.sh $*: it says: $said"
    fi
}
refuse "'x': expected a seed" x "$folder/out" "$folder/a.o" -- $cc "$folder/a.o"
refuse 'usage' 1 "$folder/out" "$folder/a.o"
refuse 'usage' 1 "$folder/out" -- $cc
refuse '-ffunction-sections' 1 "$folder/out" "$folder/whole.o" -- $cc "$folder/whole.o"
exit "$failed"
