#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# tests/check/test.sh BUILD [ARG...]: runs the test scripts, then the unit tests with ARG...; what the
# unit tests print comes last, so that Criterion's synthesis closes the output.
#
# The outer time limit is there because an assertion that fails in a forked child hangs Criterion's
# runner for good; the search for sanitizers' reports because Criterion calls such a test passed.
# TARE_BUILD tells the tests where the built programs are; TARE_TEST_SAN=1 that they are sanitized.
set -uo pipefail
build=$(cd "$1" && pwd) || exit 4
shift
cd "$(dirname "$0")/../.." || exit 4
export TARE_BUILD=$build
export UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
export ASAN_OPTIONS=handle_segv=0
export LSAN_OPTIONS=suppressions=$PWD/tests/check/lsan.supp:print_suppressions=0
seconds=900
log=$build/test.log
passed=0 failed=0

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

timeout -k 10 "$seconds" "$build/unit" "$@" 2>&1 | tee "$log"
status=${PIPESTATUS[0]}
((status != 124 && status != 137)) || echo "unit: stopped after $seconds s" >&2
if grep -nE 'runtime error:|ERROR: [A-Za-z]+Sanitizer' "$log" >&2; then
    echo "unit: a sanitizer reported the above" >&2
    status=1
fi
((status == 0 && failed == 0))
