/* SPDX-License-Identifier: MIT */
/*
 * The command line of `tare timeit`: its own letters, which mean what they mean in Python's timeit,
 * and the flags of `tare run` that make sense here, which are handed on.
 */
#ifndef TARE_CMD_TIMEIT_OPTIONS_H
#define TARE_CMD_TIMEIT_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "cmd/options.h"
#include "snippet/words.h"

/* Strings that are not in `words` point into argv. */
struct tare_timeit_options {
    struct tare_options run; /* what the session is to be run with */
    char *setup;             /* lines of all -s; "": none */
    char *standard_input;    /* the statement that '-' stands for; NULL: none does */
    const char **statement;  /* [statement_count] */
    size_t statement_count;
    const char *file;     /* of -f; NULL: none */
    struct tare_words cc; /* items of --cc; none: not said */
    struct tare_words cflags;
    struct tare_words include;
    struct tare_words link; /* as the linker takes them: "-lm", a path, a flag */
    const char *weigh;      /* NULL: nothing */
    bool verbose;
    bool help;
};

/*
 * Fills `options` from argv[1..] and, where '-' stands there, from stdin. 0, or -1 with
 * TARE_ERR_USAGE that names what is wrong. To be freed in either case.
 */
int tare_timeit_options_parse(struct tare_timeit_options *options, int argc, char **argv,
                              struct tare_err *err);
void tare_timeit_options_free(struct tare_timeit_options *options);

/* Prints a line a flag to stdout. */
void tare_timeit_options_help(void);

#endif
