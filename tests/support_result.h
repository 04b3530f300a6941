/* SPDX-License-Identifier: MIT */
/*
 * Results for the tests of the reporters: made up, but such as runs give. All figures follow from
 * the arguments, so that golden files stay as they are.
 */
#ifndef TARE_TESTS_SUPPORT_RESULT_H
#define TARE_TESTS_SUPPORT_RESULT_H

#include "model/result.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct support_row {
    const char *label;  /* variant, or build where the block compares builds */
    const char *status; /* NULL: "ok" */
    const char *reason;
    const char *verdict;
    double time_ns;    /* 0: none, with all that follows from it */
    double half_ratio; /* half interval by time; 0: none */
    double ratio;      /* to the baseline; 0: none */
    double deep_bytes; /* < 0: none */
    double blocks;
    double allocs_per_op;
};

struct support_block {
    const char *group;
    const char *title;
    const char *unit;
    const char *baseline;      /* label; NULL: none */
    const char *build_variant; /* compare builds of this variant; NULL: compare variants */
    double size;               /* 0: none */
    double threads;            /* 0 is 1 */
    size_t row_count;
    const struct support_row *rows;
};

/* Machine, settings and one build; no blocks. */
void support_result_begin(struct tare_result *result);

/* Adds a block and gives it back, owned by the result, for what struct support_row lacks. */
struct tare_block *support_result_add(struct tare_result *result,
                                      const struct support_block *block);

/*
 * A whole result: sum_x (three sizes, one variant crashes), parse (no size; all statuses, notes
 * and missing sizes), lookup (two builds compared), and a group whose names try to break out.
 */
void support_result_make(struct tare_result *result);

/* Many sizes and variants, nine decades: `variants` 1..12, `sizes` 1..20. */
void support_result_make_wide(struct tare_result *result, size_t variants, size_t sizes);

/*
 * Is the text that `file` (opened for reading and writing) holds that of tests/golden/NAME? With
 * TARE_GOLDEN_UPDATE in the environment it is made so. Prints where they first differ.
 */
bool support_golden_matches(FILE *file, const char *name);

#endif
