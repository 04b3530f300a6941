/* SPDX-License-Identifier: MIT */
/*
 * When a block that is measured to a precision has enough sets: rule 7 of the statistics. Looks are
 * preset, at 5, 10, 20 and 40 sets, and each has a level of 0.0182, which keeps the error over all
 * four near 5 % (6 % was measured; looking after each set at 0.05: 29 %).
 */
#ifndef TARE_CONDUCT_LOOKS_H
#define TARE_CONDUCT_LOOKS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "conduct/arm.h"

#define TARE_LOOKS_LEVEL    0.0182
#define TARE_LOOKS_SETS_MAX 40

/* How many sets a block may take: `sets`, or as many as a precision allows where one is asked for.
 */
size_t tare_looks_most_sets(size_t sets, double precision_ratio);

/* Is it time for a look after so many sets? */
bool tare_looks_at(size_t sets);

struct tare_looks_params {
    const struct tare_arm *arm; /* [arm_count] */
    size_t arm_count;
    size_t baseline;
    size_t sets; /* completed */
    double precision_ratio;
};

/*
 * Sets `*enough` to whether each arm that still runs is within the precision: the interval of its
 * ratio to the baseline, or of its time where it has no baseline to be compared with. What has no
 * interval, since its time is not above 0, is not waited for, nor what the clock's steps forbid. 0,
 * or -1 without memory.
 */
int tare_looks_judge(bool *enough, const struct tare_looks_params *params, struct tare_err *err);

#endif
