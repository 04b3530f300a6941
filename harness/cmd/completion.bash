# SPDX-License-Identifier: MIT
# bash completion of tare: commands, flags, values and the ids of cases. What there is to complete is
# asked of tare and of the bench executable itself, so that nothing here can be out of date.

# The first words of lines that begin with "  tare".
_tare_commands() {
    "$1" help 2>/dev/null | sed -n 's/^  tare \([a-z]*\) .*/\1/p'
}

# usage: _tare_flags TARE COMMAND
_tare_flags() {
    "$1" help "$2" 2>/dev/null | sed -n 's/^  \(-., \|    \)\{0,1\}\(--[a-z-]*\).*/\2/p'
}

# The ids of the executables among the words, and of themselves the groups.
_tare_cases() {
    local word exe
    for word; do
        exe=${word#*=}
        [[ $exe == -* || ! -f $exe || ! -x $exe ]] || "$tare" run "$exe" --list 2>/dev/null
    done | sed 'p; s,/.*,/,' | sort -u
}

# The ids that the history has, and what stands before a '/' in them.
_tare_history() {
    "$tare" history --format csv 2>/dev/null | sed -n '2,$s/,.*//p' | sed 'p; s,/[^/]*$,,' | sort -u
}

# usage: _tare_words WORD...: offers those that begin as what was typed. Unlike compgen -W it takes
# them as they are. readline breaks words at ':' too, as in ID/threads:2, and puts behind the last
# one what is offered.
_tare_words() {
    local word typed=$current
    [[ ${COMP_WORDBREAKS-} != *:* ]] || typed=$joined
    while read -r word; do
        [[ ! $word || $word != "$typed"* ]] || COMPREPLY+=("${word#"${typed%"$current"}"}")
    done < <(printf '%s\n' "$@")
    compopt +o filenames 2>/dev/null
    return 0
}

_tare_files() {
    mapfile -t COMPREPLY < <(compgen -f -- "$current")
}

# usage: _tare_value FLAG: what may stand behind it
_tare_value() {
    case $1 in
    --format) _tare_words table csv json markdown ;;
    --color) _tare_words auto always never ;;
    --clock) _tare_words monotonic tsc cpu ;;
    --filter) _tare_words "$(_tare_cases "${words[@]}")" ;;
    --baseline) _tare_words "$(_tare_cases "${words[@]}" | cut -s -d/ -f2 | sort -u)" ;;
    --cc) _tare_words gcc clang gcc,clang ;;
    --unit | -u) _tare_words nsec usec msec sec ;;
    --to) _tare_words gbench benchfmt bmf hyperfine markdown csv ;;
    --sort) _tare_words self cumulative calls percall name ;;
    --hits | --flame | --plot | --out | --run | --resume | --file | -f | --include | --link | --db) _tare_files ;;
    *) return 1 ;;
    esac
}

_tare() {
    local tare=${COMP_WORDS[0]} current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
    local command=${COMP_WORDS[1]} words=("${COMP_WORDS[@]:2}")
    local at=$COMP_CWORD joined=$current

    COMPREPLY=()
    while ((at > 1)) && [[ ${COMP_WORDS[at]} == *:* || ${COMP_WORDS[at - 1]} == : ]]; do
        ((at--))
        joined=${COMP_WORDS[at]}$joined
    done
    ((at == COMP_CWORD)) || previous=${COMP_WORDS[at - 1]}
    [[ $current != : ]] || current=''
    # readline breaks words at '=': --format=c is three.
    if [[ $current == = ]]; then
        current='' joined=''
    elif [[ $previous == = && COMP_CWORD -gt 2 ]]; then
        previous=${COMP_WORDS[COMP_CWORD - 2]}
    fi
    if ((COMP_CWORD == 1)); then
        _tare_words "$(_tare_commands "$tare")" --version
    elif [[ $command == help ]]; then
        ((COMP_CWORD > 2)) || _tare_words "$(_tare_commands "$tare")"
    elif [[ $previous == -* ]] && _tare_value "$previous"; then
        :
    elif [[ $current == -* ]]; then
        _tare_words "$(_tare_flags "$tare" "$command")"
    elif [[ $command == profile && -n ${words[1]+set} ]]; then
        _tare_words "$(_tare_cases "${words[@]}")"
    elif [[ $command == history ]]; then
        _tare_words "$(_tare_history)"
    elif [[ $command != timeit && $command != doctor ]]; then
        _tare_files
    fi
}

complete -o filenames -F _tare tare
