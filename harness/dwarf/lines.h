/* SPDX-License-Identifier: MIT */
/* Which lines of the source a piece of code comes from. */
#ifndef TARE_DWARF_LINES_H
#define TARE_DWARF_LINES_H

#include <stddef.h>
#include <stdint.h>

#include "dwarf/file.h"

#define TARE_DWARF_NEST_MAX 32

/* A place in the source. Strings are the file's, valid as long as it is open. */
struct tare_dwarf_line {
    const char *function; /* NULL: not known */
    const char *source;   /* path, as the compiler had it; NULL: not known */
    int line;             /* 0: not known */
    int function_line;    /* where the function is declared; 0: not known */
};

/*
 * The code at `address` of the file: lines[0] is the innermost function and its line; where that
 * one is inlined, lines[1] is what it is inlined into and the line of the call, and so on; the last
 * is the function that was compiled. Returns how many there are, `room` at most, 0 where the debug
 * information does not tell.
 */
size_t tare_dwarf_file_lines(struct tare_dwarf_file *file, uint64_t address,
                             struct tare_dwarf_line *lines, size_t room);

/*
 * The path where that source can be opened: as it is, or, where it is relative, from the folder
 * that a compiler ran in, or with any of its first parts left out beside the file's executable,
 * where a tree was moved as a whole. To be freed; NULL: it is in none of these, or memory is short.
 */
char *tare_dwarf_source_find(struct tare_dwarf_file *file, const char *exe, const char *source);

/* The name of the function symbol that `address` lies in; NULL: there is none. */
const char *tare_dwarf_file_symbol(struct tare_dwarf_file *file, uint64_t address);

/* What the compiler made of a function, in rising order. */
enum tare_dwarf_made {
    TARE_DWARF_UNKNOWN,   /* the debug information has no such definition, or there is none */
    TARE_DWARF_DISSOLVED, /* no code of its own: inlined, folded or left out */
    TARE_DWARF_COMPILED,  /* code of its own */
};

/* Of the function of that name; of several, whichever is most. */
enum tare_dwarf_made tare_dwarf_file_function(struct tare_dwarf_file *file, const char *name);

#endif
