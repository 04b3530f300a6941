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

# usage: _tare_value FLAG: what may stand behind it
_tare_value() {
    case $1 in
    --format) COMPREPLY=($(compgen -W 'table csv json markdown' -- "$current")) ;;
    --color) COMPREPLY=($(compgen -W 'auto always never' -- "$current")) ;;
    --clock) COMPREPLY=($(compgen -W 'monotonic tsc cpu' -- "$current")) ;;
    --filter) COMPREPLY=($(compgen -W "$(_tare_cases "${words[@]}")" -- "$current")) ;;
    --baseline) COMPREPLY=($(compgen -W "$(_tare_cases "${words[@]}" | cut -s -d/ -f2 | sort -u)" \
        -- "$current")) ;;
    --cc) COMPREPLY=($(compgen -W 'gcc clang gcc,clang' -- "$current")) ;;
    --unit | -u) COMPREPLY=($(compgen -W 'nsec usec msec sec' -- "$current")) ;;
    --to) COMPREPLY=($(compgen -W 'gbench benchfmt bmf hyperfine markdown csv' -- "$current")) ;;
    --sort) COMPREPLY=($(compgen -W 'self cumulative calls percall name' -- "$current")) ;;
    --hits | --flame | --plot | --out | --run | --resume | --file | -f | --include | --link) COMPREPLY=($(compgen -f -- "$current")) ;;
    *) return 1 ;;
    esac
}

_tare() {
    local tare=${COMP_WORDS[0]} current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
    local command=${COMP_WORDS[1]} words=("${COMP_WORDS[@]:2}")

    COMPREPLY=()
    # readline breaks words at '=': --format=c is three.
    if [[ $current == = ]]; then
        current=''
    elif [[ $previous == = && COMP_CWORD -gt 2 ]]; then
        previous=${COMP_WORDS[COMP_CWORD - 2]}
    fi
    if ((COMP_CWORD == 1)); then
        COMPREPLY=($(compgen -W "$(_tare_commands "$tare") --version" -- "$current"))
    elif [[ $command == help ]]; then
        ((COMP_CWORD > 2)) || COMPREPLY=($(compgen -W "$(_tare_commands "$tare")" -- "$current"))
    elif [[ $previous == -* ]] && _tare_value "$previous"; then
        :
    elif [[ $current == -* ]]; then
        COMPREPLY=($(compgen -W "$(_tare_flags "$tare" "$command")" -- "$current"))
    elif [[ $command == profile && -n ${words[1]+set} ]]; then
        COMPREPLY=($(compgen -W "$(_tare_cases "${words[@]}")" -- "$current"))
    elif [[ $command != timeit && $command != doctor ]]; then
        COMPREPLY=($(compgen -f -- "$current"))
    fi
}

complete -o filenames -F _tare tare
