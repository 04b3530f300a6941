/* SPDX-License-Identifier: MIT */
/*
 * Compiles a bench source, or finds what an earlier run made of the same.
 *
 * The cache, $XDG_CACHE_HOME/tare (else ~/.cache/tare), goes by content and has two kinds of files,
 * as ccache's: `KEY.deps` lists what a source included and what was linked to it when it was
 * compiled, and `timeit-KEY2` is the program, KEY2 being made of KEY and the contents of all those
 * files. KEY is made of the source, the command and the files it names, the compiler (its path,
 * size and age), libtare.a, the variables that compilers read, the machine's name (-march=native),
 * and the folder where a flag may name a relative path. Where the linker does not tell what it
 * linked (before 2020), nothing is found again. Files are made in a folder of their own and
 * renamed, so that runs at the same time do not meet; those not used for 30 days are taken away.
 */
#ifndef TARE_SNIPPET_COMPILE_H
#define TARE_SNIPPET_COMPILE_H

#include <stdbool.h>

#include "base/err.h"
#include "snippet/words.h"

struct tare_compile_params {
    const struct tare_words *compiler; /* program and its flags: "gcc", "-m64" */
    const struct tare_words *flags;    /* "-O2" */
    const struct tare_words *links;    /* behind the source: "-lm", "./own.o" */
    const char *source;                /* text of C */
    const char *include;               /* folder of tare.h */
    const char *library;               /* path of libtare.a */
    const char *cache;                 /* folder, as tare_compile_cache() made it */
    bool is_object;                    /* an object with each function in a section, not linked */
};

struct tare_compiled {
    char *path;    /* of the executable or object; NULL: there is none */
    char *command; /* as it was run */
    char *output;  /* what the compiler said where it failed; else NULL */
    bool cached;   /* nothing was compiled */
};

/* The folder of the cache, made where it is missing; to be freed. NULL with `err` naming it. */
char *tare_compile_cache(struct tare_err *err);

/* The first of the programs (NULL at the end) that stands in PATH, or NULL. One with a slash stands
 * for itself. */
const char *tare_compile_choose(const char *const *programs);

/*
 * 0, or -1: TARE_ERR_USAGE where the compiler is missing, TARE_ERR_INPUT where it refused
 * (`output` is then set), TARE_ERR_SYSTEM. `compiled` is to be freed in either case.
 */
int tare_compile(struct tare_compiled *compiled, const struct tare_compile_params *params,
                 struct tare_err *err);

void tare_compiled_free(struct tare_compiled *compiled);

#endif
