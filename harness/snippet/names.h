/* SPDX-License-Identifier: MIT */
/*
 * The variables that a set-up declares, so that those which the statement reads can be hidden from
 * the compiler: it would fold them, and time nothing. Read from the tokens, not from types: what is
 * no plain declaration is passed over, and the statement may then fold, which the time tells.
 */
#ifndef TARE_SNIPPET_NAMES_H
#define TARE_SNIPPET_NAMES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

enum tare_name_kind {
    TARE_NAME_VALUE,    /* a scalar by its looks, or of a type whose name tells nothing */
    TARE_NAME_REGISTER, /* the same, declared register: it has no address */
    TARE_NAME_CONSTANT, /* a scalar that is const: a copy can be hidden, not itself */
    TARE_NAME_MEMORY,   /* an array, a struct or a union, or its address is taken */
};

/* A view of the set-up. */
struct tare_name {
    const char *at;
    size_t length;
    enum tare_name_kind kind;
};

struct tare_names {
    size_t count;
    struct tare_name *name;
};

/*
 * The variables declared at the outermost level of `setup` that occur in `statement`, in their
 * order. Volatile ones are left out, since the compiler does not fold them; so are constants of
 * types it cannot tell, since a copy of a struct would take time. Both texts are balanced
 * (scan.h). 0, or -1 without memory.
 */
int tare_names_find(struct tare_names *names, const char *setup, const char *statement,
                    struct tare_err *err);
void tare_names_free(struct tare_names *names);

/* Is the text one expression, whose value can be kept, and no statement or declaration? Returns its
 * length without the semicolon that may end it; 0: it is none. */
size_t tare_names_expression(const char *text);

#endif
