#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The manual names the commands and flags that `tare help` does, and no other; the completions offer
# them, and the ids of cases.
set -uo pipefail
cd "$(dirname "$0")/.."
build=${TARE_BUILD:-$PWD/build}
tare=$build/tare manual=harness/cmd/tare.1
failed=0

problem() {
    echo "$1"
    failed=1
}

# usage: same WHAT FOUND EXPECTED
same() {
    [[ $2 == "$3" ]] || problem "$1: $(diff <(echo "$2") <(echo "$3"))"
}

commands=$("$tare" help | sed -n 's/^  tare \([a-z]*\) .*/\1/p' | grep -v '^help$')
flags_of() {
    "$tare" help "$1" | grep -oE '^  (-., |    )?--[a-z-]+' | grep -oE -- '--[a-z-]+' | sort
}

# In the manual, and in what `tare help` says.
same 'the commands of the manual' "$(sed -n 's/^\.Ss tare //p' "$manual")" "$commands"
for command in $commands; do
    [[ $("$tare" "$command" --help) == *"tare $command"* || $command == layout || $command == doctor ]] ||
        problem "tare $command --help: no usage"
    written=$(awk -v section=".Ss tare $command" \
        '/^\.S/ { inside = $0 == section } inside && /^\.It/' "$manual" |
        grep -oE 'Fl -[a-z-]+' | sed 's/Fl -/--/' | sort)
    [[ $written ]] || problem "tare $command has no flags in the manual"
    same "the manual's flags of tare $command" "$written" "$(flags_of "$command")"
done
if command -v mandoc >/dev/null; then
    mandoc -Tlint "$manual" || problem "mandoc -Tlint is not content"
else
    echo "comfort: no mandoc: the manual's form is not checked" >&2
fi

# usage: complete_words WORD...: what bash offers for the last word, sorted
# shellcheck source=/dev/null
. harness/cmd/completion.bash
offered() {
    COMP_WORDS=("$@")
    COMP_CWORD=$(($# - 1))
    COMPREPLY=()
    _tare
    printf '%s\n' "${COMPREPLY[@]}" | sort | paste -sd ' '
}
plain=$build/fixtures/plain

complete -p tare | grep -q -- '-F _tare tare' || problem "bash: tare has no completion"
same 'bash: commands' "$(offered "$tare" co)" 'compare'
same 'bash: help' "$(offered "$tare" help do)" 'doctor'
same 'bash: a format' "$(offered "$tare" export --to h)" 'hyperfine'
same 'bash: a flag' "$(offered "$tare" run --fai)" '--fail-above --fail-on-leak'
same 'bash: a flag of timeit' "$(offered "$tare" timeit --cfl)" '--cflags'
same 'bash: no flag of another command' "$(offered "$tare" compare --fil)" ''
for command in $commands; do
    same "bash: flags of $command" "$(offered "$tare" "$command" -- | tr ' ' '\n')" "$(flags_of "$command")"
done
same 'bash: a value' "$(offered "$tare" run x --format m)" 'markdown'
same 'bash: a value behind =' "$(offered "$tare" run x --clock = t)" 'tsc'
same 'bash: a value, only =' "$(offered "$tare" run x --color =)" 'always auto never'
same 'bash: cases' "$(offered "$tare" run "$plain" --filter chain/s)" \
    'chain/single/10 chain/single/100'
same 'bash: cases of a labelled build' "$(offered "$tare" run "old=$plain" --filter other/)" \
    'other/ other/first other/second'
same 'bash: variants' "$(offered "$tare" run "$plain" --baseline s)" 'second single'
same 'bash: files' "$(offered "$tare" compare harness/cmd/completion.b)" 'harness/cmd/completion.bash'
# readline takes ID/threads:2 for three words, and puts behind the last one what is offered.
COMP_WORDBREAKS=$' \t\n"\'><=;|&(:' colon=$build/colon
mkdir -p "$colon"
printf '#!/bin/sh\n[ "$1" != --list ] || printf "c/x\\nc/x/threads:2\\nc/x/threads:4\\n"\n' >"$colon/exe"
printf '#!/bin/sh\nshift\nexec "$@"\n' >"$colon/tare"
chmod +x "$colon/exe" "$colon/tare"
same 'bash: a case with a colon' "$(offered "$colon/tare" run "$colon/exe" --filter c/x/threads : 4)" '4'
same 'bash: up to a colon' "$(offered "$colon/tare" run "$colon/exe" --filter c/x/threads :)" '2 4'
same 'bash: in front of a colon' "$(offered "$colon/tare" run "$colon/exe" --filter c/x/t)" 'c/x/threads:2 c/x/threads:4'
printf '#!/bin/sh\nprintf "case,build\\ng/one/10,x\\ng/one/10,x\\ng/two,x\\n"\n' >"$colon/tare"
same 'bash: cases of the history' "$(offered "$colon/tare" history g/)" 'g/one g/one/10 g/two'
touch "$colon/a b.json"
same 'bash: a file with a blank' "$(offered "$tare" compare "$colon/a b")" "$colon/a b.json"
rm -r "$colon"
same 'bash: no case of what is none' "$(offered "$tare" run /bin/true --filter x)" ''
if command -v zsh >/dev/null; then
    zsh -n harness/cmd/completion.zsh || problem "zsh: the completion is no zsh"
    # In a shell of its own, with the functions of zsh that it calls replaced by ones that print.
    said=$(zsh -fc 'compadd() { print -r -- "$@" }; _describe() { print -rl -- ${(P)2} }
        _call_program() { shift; "$@" }; _files() { print files }
        words=("$@"); CURRENT=$#; _it() { . harness/cmd/completion.zsh }; _it' \
        zsh "$tare" timeit --)
    [[ $said == *'--cflags:'* ]] || problem "zsh: flags of timeit: $said"
else
    echo "comfort: no zsh: its completion is not checked" >&2
fi
exit "$failed"
