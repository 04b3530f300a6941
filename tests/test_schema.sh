#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# tests/test_schema.sh [FILE...]: each FILE, else the result.json of tests/golden and of a run made
# here, is valid by harness/model/result.schema.json, and what `tare doctor --json` says by
# harness/model/doctor.schema.json; and files that are spoilt are not, so that the schemas say
# something.
#
# The validator is python3-jsonschema (2020-12 from version 4 on); without it this is skipped.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 4

has_validator() { "$1" -c 'import jsonschema; jsonschema.Draft202012Validator' 2>/dev/null; }
# A python of the user's own may stand before the one that Debian's packages are for.
if has_validator python3; then
    python=python3
elif has_validator /usr/bin/python3; then
    python=/usr/bin/python3
else
    echo "skipped: no python3-jsonschema of version 4 or later (apt-get install python3-jsonschema)"
    exit 0
fi
build=${TARE_BUILD:-build}
folder=$(mktemp -d) || exit 4
trap 'rm -rf "$folder"' EXIT
if (($# == 0)); then
    if ! "$build/tare" run "$build/fixtures/weighs" --sets 3 --min-time 1ms --no-plots \
        --format csv --out "$folder" >"$folder/out" 2>&1 && [[ ! -e $folder/latest/result.json ]]; then
        cat "$folder/out"
        exit 1
    fi
    set -- tests/golden/result.json "$folder/latest/result.json"
fi

doctor=$folder/doctor.json
"$build/tare" doctor --no-self-test --json >"$doctor"
status=$?
if ((status != 0 && status != 3)); then
    echo "tare doctor: exit status $status"
    exit 1
fi

"$python" - "$doctor" "$@" <<'PYTHON'
import copy
import json
import sys

import jsonschema


def refuse(word):
    raise ValueError(word + " is no JSON")


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file, parse_constant=refuse)


def change(what, changes):
    """Copies with one thing wrong, by (path, key, value), and what it is; keys also gone."""
    for path, key, value in changes:
        changed = copy.deepcopy(what)
        target = changed
        for step in path:
            target = target[step]
        had = key in target
        target[key] = value
        yield "%s = %r" % (key, value), changed
        if had:
            gone = copy.deepcopy(changed)
            target = gone
            for step in path:
                target = target[step]
            del target[key]
            yield "no " + key, gone


def spoilt(result):
    """Copies of a result with one thing wrong."""
    row = ("blocks", 0, "rows", 0)
    settings = ("settings",)
    changes = [
        ((), "schema", 2),
        ((), "schema", None),
        ((), "extra", 1),
        ((), "started_utc", "22.11.2026"),
        (settings, "seed", 7),
        (settings, "seed", "-7"),
        (row, "time_ns", "fast"),
        (row, "deep_bytes", 0.5),
        (row, "check", 12345),
        (row, "status", "fine"),
        (row, "verdict", "quicker"),
        (row, "sample", []),
        (row, "unavailable", {"no_field": "a reason"}),
        (("machine",), "logical_cpus_count", "two"),
    ]
    return change(result, changes)


def spoilt_doctor(said):
    """The same of what tare doctor says."""
    check = ("checks", 0)
    work = ("self_test", "works", 0)
    changes = [
        ((), "schema", 2),
        ((), "verdict", "fine"),
        ((), "line", ""),
        ((), "checks", []),
        ((), "self_test", []),
        ((), "extra", 1),
        (check, "name", "no_check"),
        (check, "verdict", "good"),
        (check, "value", ""),
        (check, "number", "22"),
        (check, "unit", "s"),
        (work, "pairs", -1),
        (work, "time_ns", 0),
        (work, "detects_1s_ratio", "1 %"),
    ]
    return change(said, changes)


def open_schema(path):
    validator = jsonschema.Draft202012Validator(load(path))
    validator.check_schema(validator.schema)
    return validator


def check(validator, paths, golden, spoilt_ones):
    """Prints what is wrong; how much that is."""
    wrong = 0
    for path in paths:
        for error in validator.iter_errors(load(path)):
            print("%s: %s: %s" % (path, "/".join(map(str, error.absolute_path)), error.message))
            wrong += 1
    for what, changed in spoilt_ones(load(golden)):
        if validator.is_valid(changed):
            print("the schema of %s takes one with %s" % (golden, what))
            wrong += 1
    return wrong


golden = "tests/golden/doctor.json"
wrong = check(open_schema("harness/model/doctor.schema.json"), [golden, sys.argv[1]], golden,
              spoilt_doctor)
wrong += check(open_schema("harness/model/result.schema.json"), sys.argv[2:],
               "tests/golden/result.json", spoilt)
sys.exit(1 if wrong else 0)
PYTHON
