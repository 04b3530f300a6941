/* SPDX-License-Identifier: MIT */
/*
 * How the time of each variant of a result grows over the sizes of its group: the fits of
 * model/stats_growth.h over the rows that have times. It follows from the blocks, and is kept in a
 * result so that readers of result.json need not fit anew.
 */
#ifndef TARE_MODEL_GROWTH_H
#define TARE_MODEL_GROWTH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "model/stats_growth.h"

struct tare_result;
struct tare_row;

struct tare_growth {
    char *build;
    char *group;
    char *variant;
    double param;   /* NAN: none */
    double threads; /* at least 1 */
    double sizes;   /* with a time, 2 or more */
    struct tare_stats_growth fit;
};

/* Fits anew all of `result`, in the order of its rows, in place of what it holds. 0, or -1 without
 * memory and none. */
int tare_growth_find(struct tare_result *result, struct tare_err *err);

/* That of a row of the result; NULL: there are fewer than 2 sizes with times. */
const struct tare_growth *tare_growth_of(const struct tare_result *result,
                                         const struct tare_row *row);

/* A law that the times miss by more than this share of them describes nothing: an exponent's
 * interval is then that of a line that is none. */
#define TARE_GROWTH_MISFIT_MAX 0.25

/* Is there a law that the times follow? */
bool tare_growth_fits(const struct tare_growth *growth);

/* "1.02 ±0.03", without the interval, and where a law does not fit, "1.02"; "-" without an
 * exponent. */
#define TARE_GROWTH_TEXT_BYTES 48
void tare_growth_exponent(const struct tare_growth *growth, char text[TARE_GROWTH_TEXT_BYTES]);

/* "n", "n or n log n" where ambiguous, "no simple law" where none fits; "-" without a law. */
void tare_growth_law(const struct tare_growth *growth, char text[TARE_GROWTH_TEXT_BYTES]);

void tare_growth_free(struct tare_growth *growth);

#endif
