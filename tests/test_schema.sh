#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# tests/test_schema.sh [FILE...]: each FILE, else each result.json of tests/golden and of the last
# run, is valid by harness/model/result.schema.json; and files that are spoilt are not, so that the
# schema says something.
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
if (($# == 0)); then
    set -- tests/golden/result.json
    [[ ! -e results/latest/result.json ]] || set -- "$@" results/latest/result.json
fi

"$python" - "$@" <<'PYTHON'
import copy
import json
import sys

import jsonschema


def refuse(word):
    raise ValueError(word + " is no JSON")


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file, parse_constant=refuse)


def spoilt(result):
    """Copies of a result with one thing wrong, and what it is."""
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
    for path, key, value in changes:
        changed = copy.deepcopy(result)
        target = changed
        for step in path:
            target = target[step]
        target[key] = value
        yield "%s = %r" % (key, value), changed
        if key in result or path == row and key != "extra":
            del target[key]
            yield "no " + key, changed


validator = jsonschema.Draft202012Validator(load("harness/model/result.schema.json"))
validator.check_schema(validator.schema)
failed = False
for path in sys.argv[1:]:
    for error in validator.iter_errors(load(path)):
        print("%s: %s: %s" % (path, "/".join(map(str, error.absolute_path)), error.message))
        failed = True
for what, changed in spoilt(load("tests/golden/result.json")):
    if validator.is_valid(changed):
        print("the schema takes a result with " + what)
        failed = True
sys.exit(1 if failed else 0)
PYTHON
