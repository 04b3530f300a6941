/* SPDX-License-Identifier: MIT */
/* Two results that differ in something of everything, for tests of what compares them. */
#ifndef TARE_TESTS_SUPPORT_COMPARE_H
#define TARE_TESTS_SUPPORT_COMPARE_H

#include "model/result.h"

/*
 * The group sum_x in both, ten sets each: aos the same, soa 8 % slower with twice the bytes, list
 * faster with fewer bytes, vague too uncertain to say, boxed crashed since; gone in `base` only,
 * added in `next` only, and a name that tries to break out. Machine and build differ.
 */
void support_compare_make(struct tare_result *base, struct tare_result *next);

/* Sets the row's set medians to its time times factors that spread by +-half_ratio. */
void support_compare_spread(struct tare_row *row, double half_ratio);

#endif
