#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# bench/ab.sh, in a repository of its own whose suite is one case: a revision is built once and
# measured against the working tree, and one that is not there or does not build is named.
set -euo pipefail
cd "$(dirname "$0")/.."
[[ -z ${TARE_TEST_SAN:-} ]] || exit 0 # libtare.a needs the sanitizers' runtime at its link
build=${TARE_BUILD:-$PWD/build} script=$PWD/bench/ab.sh include=$PWD/include
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failed=0

problem() {
    echo "$1"
    failed=1
}

git() { command git -c user.name=t -c user.email=t@t -c init.defaultBranch=main "$@"; }

# usage: suite LINKS NAME: the suite as it is from now on
suite() {
    cat >bench.c <<C
#include <tare.h>
TARE_CASE(chain, $2)
{
    uint64_t x = 1;
    tare_loop(t)
        for (int i = 0; i < $1; i++)
            x = tare_hide(x * 6364136223846793005u);
    tare_keep(x);
}
C
}

# usage: expect STATUS WORDS BASE [FLAG...]
expect() {
    local status=$1 words=$2 got=0
    shift 2
    "$script" "$1" build --sets 3 --min-time 3ms --no-plots --no-weigh "${@:2}" >said 2>&1 || got=$?
    ((got == status)) || problem "BASE=$1: exit status $got instead of $status: $(cat said)"
    [[ $(cat said) == *"$words"* ]] || problem "BASE=$1: no '$words' in: $(cat said)"
}

cd "$folder"
cat >Makefile <<M
build/bench: bench.c
	mkdir -p build && echo built >>builds && \$(CC) -std=gnu11 -O2 -I$include \$< -o \$@ -pthread $build/libtare.a -lm
M
printf 'build\nresults\nsaid\nbuilds\n' >.gitignore
expect 2 "is no git repository" HEAD
git init -q .
suite 50 links
git add . && git commit -qm fast && git tag fast
suite 500 links
git commit -qam slow && git tag slow
suite 50 other
git commit -qam other && git tag other
echo 'int broken(' >bench.c
git commit -qam broken && git tag broken
git checkout -q fast
"$script" slow || problem "a revision that is there is not found"
[[ ! -e build/ab ]] || problem "to check a revision built it"
if "$script" nowhere 2>/dev/null; then problem "a revision that is not there is found"; fi
make -s build/bench
cp "$build/tare" build/tare

expect 2 "BASE=nowhere is no revision of this repository" nowhere
expect 2 "BASE=--help is no revision" --help
expect 2 "expected BASE=<git revision>" ""
expect 2 "BASE=broken ($(git rev-parse --short=12 broken)) does not build" broken
expect 2 "'base' and 'new' have none in common" other
expect 0 "x faster" slow --fail-above 50%
expect 0 "vs base" slow --fail-above 50% --filter '^chain/'
slow=build/ab/$(git rev-parse --short=12 slow)
(($(wc -l <"$slow/builds") == 1)) || problem "the revision was built $(wc -l <"$slow/builds") times"
[[ -d results/latest ]] || problem "no result was kept"

# Slower than the revision: a finding. What `make clean` took away is made again.
git checkout -q slow
make -s build/bench
rm -rf build/ab
expect 1 "chain/links (new): " fast --fail-above 50%
[[ -z $(git status --porcelain) ]] || problem "it left: $(git status --porcelain)"
exit "$failed"
