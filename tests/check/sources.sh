#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# tests/check/sources.sh FOLDER: builds sqlite3.o and libjansson.so with debug information in FOLDER
# from Debian's source packages (its -dev packages bring none), unless they are there. Needs no
# root: apt-get works on lists of its own. Where it cannot be had the last line of stderr says why.
set -uo pipefail
folder=$1
compiler=${CC:-gcc}

give_up() {
    echo "sources: $1" >&2
    exit 1
}

apt() {
    timeout 120 apt-get -qq -o Dir::Etc::SourceList=/dev/null -o Dir::Etc::SourceParts="$PWD/parts" \
        -o Dir::State::Lists="$PWD/lists" -o Dir::Cache="$PWD/cache" -o Debug::NoLocking=1 \
        -o Acquire::http::Timeout=10 -o Acquire::Retries=1 "$@" >apt.log 2>&1
}

# The distribution's own places, for sources.
list_places() {
    mkdir -p parts lists/partial cache/archives/partial
    for list in /etc/apt/sources.list.d/{debian,ubuntu}.sources /etc/apt/sources.list; do
        [[ -s $list ]] || continue
        sed 's/^Types:.*/Types: deb-src/; s/^deb /deb-src /' "$list" >"parts/from-${list##*/}"
    done
}

build_sqlite() {
    (cd sqlite3-*/ && ./configure && make sqlite3.c) >sqlite.log 2>&1 &&
        "$compiler" -g -O0 -w -c -o sqlite3.o sqlite3-*/sqlite3.c
}

build_jansson() {
    sed 's/@json_inline@/inline/; s/@[a-z_]*@/1/' jansson-*/src/jansson_config.h.in >jansson_config.h &&
        : >jansson_private_config.h && # what it would hold is said below
        "$compiler" -g -O0 -w -fPIC -shared -DHAVE_STDINT_H -DHAVE_SYS_TYPES_H -DHAVE_UNISTD_H -I. \
            -o libjansson.so jansson-*/src/*.c
}

mkdir -p "$folder" && cd "$folder" || give_up "no folder '$folder'"
[[ -s sqlite3.o && -s libjansson.so ]] && exit 0
for tool in apt-get dpkg-source tclsh make; do
    command -v "$tool" >/dev/null || give_up "no $tool here"
done
rm -rf ./*
list_places
apt update || give_up "apt-get update: $(tail -n 1 apt.log)"
apt source sqlite3 jansson || give_up "apt-get source sqlite3 jansson: $(tail -n 1 apt.log)"
build_sqlite 2>>sqlite.log || give_up "sqlite3 does not build: $(tail -n 1 sqlite.log)"
build_jansson 2>jansson.log || give_up "jansson does not build: $(tail -n 1 jansson.log)"
