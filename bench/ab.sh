#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# bench/ab.sh BASE BUILD [FLAG...]: builds the suite as it was at a git revision, in a worktree below
# BUILD/ab which later runs use again, and measures it against BUILD/bench, interleaved: tare run
# base=... new=... FLAG... The exit status is that of tare run; 2 where there is no such revision or
# it does not build. `make clean` takes the worktrees away. With BASE alone it is checked only.
set -uo pipefail
fail() {
    echo "make ab: $1" >&2
    exit 2
}
if (($# < 1)); then
    echo "usage: bench/ab.sh BASE [BUILD [FLAG...]]" >&2
    exit 2
fi
base=$1 build=${2:-}
shift

# Without the hooks: they are for people's checkouts.
git() { command git -c safe.directory='*' -c core.hooksPath=/dev/null "$@"; }

[[ $base ]] || fail "no revision to compare with: expected BASE=<git revision>, as in BASE=HEAD~1"
git rev-parse --git-dir >/dev/null 2>&1 || fail "'$PWD' is no git repository: BASE=$base is nowhere"
revision=$(git rev-parse --verify --quiet --end-of-options "$base^{commit}") ||
    fail "BASE=$base is no revision of this repository"
[[ $build ]] || exit 0
shift
folder=$build/ab/${revision:0:12}

git worktree prune
if [[ $(git -C "$folder" rev-parse --show-toplevel 2>/dev/null) != $(realpath -m "$folder") ]]; then
    rm -rf "$folder"
    mkdir -p "$build/ab"
    said=$(git worktree add --force --detach --quiet "$folder" "$revision" 2>&1) ||
        fail "no worktree of BASE=$base in '$folder': $said"
fi
# With the flags that were given to this make, but BUILD.
"${MAKE:-make}" --no-print-directory -C "$folder" BUILD=build build/bench >&2 ||
    fail "BASE=$base (${revision:0:12}) does not build: its worktree is '$folder'"
exec "$build/tare" run "base=$folder/build/bench" "new=$build/bench" "$@"
