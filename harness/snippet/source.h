/* SPDX-License-Identifier: MIT */
/*
 * The bench source of a few statements: one group, `timeit`, with one case a statement, `stmt_1`
 * and so on. Each case runs the set-up, then the statement in tare_loop. Pure text in, text out.
 *
 * The compiler must neither fold the statement nor know its result: what the set-up declares and
 * the statement reads, values and memory, is hidden on each iteration (names.h); an expression's
 * value is kept. In FEASIBILITY's measurements sqrt(1.1) ran at the speed of the empty loop, and
 * hidden at its true 2.4 ns.
 */
#ifndef TARE_SNIPPET_SOURCE_H
#define TARE_SNIPPET_SOURCE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

/* Text of the user's, and how the compiler names it in its messages: "<stmt 1>", "<setup>". */
struct tare_snippet_text {
    char name[32];
    const char *text;
};

/* A source whose code tells of another's; what the statements read is hidden all the same. */
enum tare_source_twin {
    TARE_SOURCE_WHOLE,
    TARE_SOURCE_WITHOUT, /* leaves the statements out */
    TARE_SOURCE_FOLDED,  /* leaves those out whose value the compiler finds, nothing else */
};

struct tare_source_params {
    const char *setup;            /* "": none */
    const char *const *statement; /* [statement_count] */
    size_t statement_count;
    const char *const *include; /* [include_count], as include_line() in source.c takes them */
    size_t include_count;
    const char *weigh; /* an lvalue of the set-up's; NULL: none */
    enum tare_source_twin twin;
};

/* The names of the k-th statement (from 0) in messages and in results. */
struct tare_snippet_text tare_source_statement(const struct tare_source_params *params, size_t k);

/* The lines that include the headers, which messages call "<include>"; to be freed, NULL without
 * memory. */
char *tare_source_includes(const struct tare_source_params *params);

/*
 * The whole source, to be freed; NULL with `err`: TARE_ERR_USAGE where a text is empty or not
 * balanced (the message holds its line and a caret), TARE_ERR_SYSTEM without memory.
 */
char *tare_source_make(const struct tare_source_params *params, struct tare_err *err);

/* The same for a whole bench file: it is included by its absolute path. */
char *tare_source_of_file(const char *path, struct tare_err *err);

/* The line of C that tells libtare.a what the program was built with; `flags` as typed. NULL
 * without memory. */
char *tare_source_about(const char *flags, struct tare_err *err);

#endif
