/* SPDX-License-Identifier: MIT */
/*
 * The profile of an arm as a result keeps it (`tare run --profile`): the lines that spent most
 * themselves, so that lines of variants can be held against each other. The whole is tare
 * profile's.
 */
#ifndef TARE_MODEL_ROW_PROFILE_H
#define TARE_MODEL_ROW_PROFILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "model/json_build.h"
#include "model/json_node.h"
#include "model/profile.h"

#define TARE_ROW_LINES_MAX 40

/* What a line spent itself, of an operation. NAN: unavailable. */
struct tare_row_line {
    char *function;
    char *source;
    char *text; /* NULL: not known */
    int line;   /* 0: not known */
    double time_ns;
    double time_error_ns; /* half of its 95 % interval */
    double instructions;
    double allocs;
    double alloc_bytes;
};

struct tare_row_profile {
    size_t line_count;
    struct tare_row_line *line;
    char *missing; /* what there is none of, and why; NULL: all is there */
};

/* Keeps of a profile the lines that took most time, then instructions, at most TARE_ROW_LINES_MAX.
 * To be freed by tare_row_profile_free() and free(); NULL without memory. */
struct tare_row_profile *tare_row_profile_of(struct tare_profile *profile, struct tare_err *err);
/* One without lines, as there are none to be had, and why. NULL without memory. */
struct tare_row_profile *tare_row_profile_none(const char *why, struct tare_err *err);
void tare_row_profile_free(struct tare_row_profile *profile);

/* The line of that place; NULL: it has none. */
const struct tare_row_line *tare_row_profile_line(const struct tare_row_profile *profile,
                                                  const struct tare_row_line *place);

/*
 * What an arm spent at a place: its line, `*none` where it has none of it (zeros), or, where lines
 * that spent less were not kept, `*none` with what the last one kept spent: it was no more than
 * that. Of metrics that lines are not sorted by that is unknown. `*is_most`: it is such a limit.
 */
const struct tare_row_line *tare_row_profile_spent(const struct tare_row_profile *profile,
                                                   const struct tare_row_line *place,
                                                   struct tare_row_line *none, bool *is_most);

/* An object. */
json_t *tare_json_row_profile(struct tare_json_builder *builder,
                              const struct tare_row_profile *profile);

/* Reads it from the key "profile" of a row; NULL where that is not there. */
struct tare_row_profile *tare_json_read_row_profile(const struct tare_json_node *row);

#endif
