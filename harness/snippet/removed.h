/* SPDX-License-Identifier: MIT */
/*
 * Whether a compiler left anything of a statement, told by the code and not by the time: at -O0
 * hiding alone takes longer than the empty loop, and a removed statement would read as 2 ns.
 *
 * The source and its twin, in which each statement is left out and what it read is hidden all the
 * same (source.h), are compiled once more, to objects: there operands that depend on places are
 * zero (elf_code.h), so that a statement which left no instruction leaves a function of the same
 * bytes. The program that is measured has no part in it and none of its flags is changed; what
 * -flto removes at the link only is not seen. A statement that was moved in front of the loop
 * differs: the time tells of that one; and a source that leaves out what is folded tells whether
 * its value was found while compiling.
 */
#ifndef TARE_SNIPPET_REMOVED_H
#define TARE_SNIPPET_REMOVED_H

#include <stdbool.h>

#include "snippet/compile.h"

struct tare_removed_params {
    struct tare_compile_params compile; /* as the program was made */
    const char *twin;                   /* the source with its statements left out */
    const char *function;               /* of the case */
};

/* True where both have the same code; false where not, or where it cannot be told. */
bool tare_removed(const struct tare_removed_params *params);

#endif
