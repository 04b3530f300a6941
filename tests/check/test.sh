#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# tests/check/test.sh BUILD [ARG...]: runs the test scripts, then the unit tests with ARG...; what the
# unit tests print comes last, so that Criterion's synthesis closes the output.
#
# Criterion's traps: an assertion that fails in a forked child leaves a worker behind which never
# ends, and the test is counted as passed after an "[ERR ]" line; or the runner hangs. Workers have
# sessions of their own and would hold a pipe open, so output goes through a file. A test in which a
# sanitizer reported something passes, too.
# TARE_BUILD tells the tests where the built programs are; TARE_TEST_SAN=1 that they are sanitized.
set -uo pipefail
build=$(cd "$1" && pwd) || exit 4
shift
cd "$(dirname "$0")/../.." || exit 4
export TARE_BUILD=$build
export UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
export ASAN_OPTIONS=handle_segv=0
# Criterion ends without freeing what it has; libdw loses what it has of units that overlap, as those
# of damaged files do (elfutils 0.188).
printf 'leak:%s\n' libcriterion libdw.so >"$build/lsan.suppressions"
export LSAN_OPTIONS=suppressions=$build/lsan.suppressions:print_suppressions=0
seconds=900
log=$build/test.log
passed=0 failed=0

# Ends what still writes into the log of the unit tests.
kill_left() {
    local process
    for process in /proc/[0-9]*; do
        if [[ $process/fd/1 -ef $log || $process/fd/2 -ef $log ]]; then
            echo "unit: left process ${process#/proc/} behind" >&2
            kill -KILL "${process#/proc/}"
        fi
    done
}

shopt -s nullglob
for script in tests/test_*.sh tests/e2e/*.sh; do
    [[ -x $script ]] || continue
    if timeout -k 10 "$seconds" "$script" >"$log" 2>&1; then
        passed=$((passed + 1))
    else
        echo "$script: exit status $?"
        sed 's/^/    /' "$log"
        failed=$((failed + 1))
    fi
done
((passed + failed == 0)) || echo "scripts: $passed passed, $failed failed"

timeout -k 10 "$seconds" "$build/unit" "$@" >"$log" 2>&1
status=$?
cat "$log"
((status != 124 && status != 137)) || echo "unit: stopped after $seconds s" >&2
kill_left
if grep -nE 'runtime error:|ERROR: [A-Za-z]+Sanitizer|^\[ERR ' "$log" >&2; then
    echo "unit: failed because of the above" >&2
    status=1
fi
((status == 0 && failed == 0))
