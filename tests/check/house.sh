#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The top level holds exactly what it may hold; C only; one SPDX line a file; no file too long.
# Prints one line a problem; exit status 1 when there is one. A long file is a warning, unless
# a program made it.
set -euo pipefail
cd "$(dirname "$0")/../.."
bad=0

problem() {
    echo "$1"
    bad=1
}

if git rev-parse --git-dir >/dev/null 2>&1; then
    mapfile -t files < <(git ls-files --cached --others --exclude-standard | while read -r file; do
        [[ ! -e $file ]] || echo "$file"
    done)
else
    mapfile -t files < <(find . -type f -not -path './.*' -not -path './build/*' | sed 's,^\./,,')
fi

may_hold='Makefile README.md LICENSE include harness bench tests results'
holds=$(printf '%s\n' "${files[@]%%/*}" | grep -v '^\.' | LC_ALL=C sort -u)
for name in $holds; do
    [[ " $may_hold " == *" $name "* ]] || problem "top level: '$name' has no place there"
done
for name in $may_hold; do
    grep -qx -- "$name" <<<"$holds" || problem "top level: '$name' is missing"
done

lines=$(wc -l <README.md)
((lines < 200)) || problem "README.md: $lines lines, not under 200"

for file in "${files[@]}"; do
    case $file in
    *.cc | *.cpp | *.cxx | *.hh | *.hpp) problem "$file: C++ has no place here" ;;
    *.c | *.h)
        [[ $(head -n 1 "$file") == '/* SPDX-License-Identifier: MIT */' ]] ||
            problem "$file:1: the SPDX line is missing"
        ! grep -Hn '#.*include.*<benchmark/' "$file" || problem "$file: uses Google Benchmark"
        lines=$(wc -l <"$file")
        ((lines <= 500)) || head -n 2 "$file" | grep -q 'not to be edited' ||
            echo "$file: warning: $lines lines; files split near 500" >&2
        ;;
    esac
done
exit "$bad"
