#compdef tare
# SPDX-License-Identifier: MIT
# zsh completion of tare: commands, flags, values and the ids of cases, asked of tare and of the
# bench executable itself.

_tare_flags() {
    local -a flags
    flags=(${(f)"$(_call_program flags $tare help $command 2>/dev/null |
        sed -n 's/^  \(-., \|    \)\{0,1\}\(--[a-z-]*\)[^ ]* *[^ ]*  *\(.*\)/\2:\3/p')"})
    _describe flag flags
}

_tare_cases() {
    local word exe
    local -a ids
    for word in $words[3,-1]; do
        exe=${word#*=}
        [[ $exe == -* || ! -f $exe || ! -x $exe ]] ||
            ids+=(${(f)"$(_call_program cases $tare run $exe --list 2>/dev/null)"})
    done
    [[ $1 != variants ]] || ids=(${(u)${${(M)ids:#*/*}#*/}%%/*})
    compadd -M 'r:|/=*' -a ids
}

# The ids that the history has.
_tare_history() {
    local -a ids
    ids=(${(u)${${(f)"$(_call_program cases $tare history --format csv 2>/dev/null)"}[2,-1]}%%,*})
    compadd -M 'r:|/=*' -a ids
}

_tare() {
    local tare=$words[1] command=$words[2] current=$words[CURRENT] previous=$words[CURRENT-1]
    local -a commands
    commands=(${(f)"$(_call_program commands $tare help 2>/dev/null |
        sed -n 's/^  tare \([a-z]*\) .*/\1/p')"})

    if ((CURRENT == 2)) || [[ $command == help && CURRENT -eq 3 ]]; then
        compadd -a commands
        return
    fi
    if [[ $current == --?*=* ]] && compset -P '*='; then
        previous=${current%%=*}
    fi
    case $previous in
    --format) compadd table csv json markdown ;;
    --color) compadd auto always never ;;
    --clock) compadd monotonic tsc cpu ;;
    --filter) _tare_cases ;;
    --baseline) _tare_cases variants ;;
    --hits | --flame | --out | --run | --resume | --file | -f | --include | --link | --db) _files ;;
    --to) compadd gbench benchfmt bmf hyperfine markdown csv ;;
    --sort) compadd self cumulative calls percall name ;;
    --cc) compadd gcc clang gcc,clang ;;
    --unit | -u) compadd nsec usec msec sec ;;
    *)
        if [[ $current == -* ]]; then
            _tare_flags
        elif [[ $command == history ]]; then
            _tare_history
        elif [[ $command == profile && CURRENT -gt 3 ]]; then
            _tare_cases
        elif [[ $command != timeit && $command != doctor ]]; then
            _files
        fi
        ;;
    esac
}

_tare "$@"
