/* SPDX-License-Identifier: MIT */
/*
 * Two stored results set against each other, arm by arm: BASE, what was, and NEXT, what is (the
 * user calls them BASE and NEW). Pure.
 *
 * The runs were not interleaved. What changed with the machine between them is part of the ratios,
 * which are therefore unpaired: Welch's t over the sets (model/stats_welch.h), Holm-adjusted over
 * the whole comparison.
 */
#ifndef TARE_MODEL_COMPARE_H
#define TARE_MODEL_COMPARE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "model/result.h"
#include "model/stats_pair.h"

/* An arm of one or both results. */
struct tare_compare_row {
    const struct tare_row *base; /* NULL: in NEXT only */
    const struct tare_row *next; /* NULL: in BASE only */
    struct tare_stats_pair pair; /* next / base; log_ratio is NAN where one of them has no time */
};

/* Something other than the cases in which the runs differ. */
struct tare_compare_difference {
    char *what; /* "kernel_release", "flags of bench" */
    char *base;
    char *next;
};

struct tare_compare {
    const struct tare_result *base;
    const struct tare_result *next;
    const char *base_name; /* as the user named them */
    const char *next_name;
    bool has_builds; /* one of the results has several: an arm is a case and a build */
    double level;
    double margin_ratio;
    size_t both_count; /* rows that are in both: the first ones, in the order of BASE */
    size_t row_count;  /* behind them those of BASE only, then those of NEXT only */
    struct tare_compare_row *row;
    size_t difference_count;
    struct tare_compare_difference *difference;
};

struct tare_compare_params {
    const struct tare_result *base;
    const struct tare_result *next;
    const char *base_name;
    const char *next_name;
    double level;        /* two-sided error of intervals and verdicts; 0: 0.05 */
    double margin_ratio; /* of `same` */
};

/*
 * Matches the arms by case id and, where one result has several builds, by the build's label too;
 * finds ratios, verdicts and differences. Arms whose values are equal one by one are copies of one
 * measurement, and the same. `compare` points into both results, which must outlive
 * it. Returns 0, or -1 and an empty comparison: TARE_ERR_INPUT where the results are of different
 * schemas or have no arm in common, TARE_ERR_SYSTEM where memory is short.
 */
int tare_compare_make(struct tare_compare *compare, const struct tare_compare_params *params,
                      struct tare_err *err);

void tare_compare_free(struct tare_compare *compare);

/* The row that says which arm it is: that of NEXT where there is one. */
const struct tare_row *tare_compare_arm(const struct tare_compare_row *row);

/*
 * Appends what the runs differ in beside their cases: machine, system and its settings, clock,
 * allocator, layouts, and of each build that both have compiler, flags, revision and environment.
 * What changes from minute to minute (load, the clock's present rate) is left out, and so is what
 * both show alike. Part of tare_compare_make(). 0, or -1 without memory.
 */
int tare_compare_find_differences(struct tare_compare *compare, struct tare_err *err);

#endif
