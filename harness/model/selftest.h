/* SPDX-License-Identifier: MIT */
/*
 * What identical arms, measured like any others, say of a machine: how often they are called
 * different, and from the spread of their ratios the smallest change that can be seen. Pure: made
 * from the blocks of the result of measuring them (conduct/doctor.h).
 */
#ifndef TARE_MODEL_SELFTEST_H
#define TARE_MODEL_SELFTEST_H

#include <stddef.h>

#include "base/err.h"
#include "model/result.h"

#define TARE_SELFTEST_WORKS_MAX    4
#define TARE_SELFTEST_REASON_BYTES 128
#define TARE_SELFTEST_LEVEL        0.05 /* two-sided error of the test, as of all verdicts */
#define TARE_SELFTEST_POWER        0.8

/* All pairs of one group: one kind of work. */
struct tare_selftest_work {
    const char *group; /* points into the result */
    const char *title;
    size_t pair_count;      /* compared; each is a block of two arms */
    size_t different_count; /* of them called faster or slower, though they are the same code */
    size_t set_count;       /* over all pairs */
    double time_ns;         /* of an operation: median over the pairs */
    double log_stddev;  /* of a set's log(ratio) about 0, which is the truth: root mean square */
                        /* over sets and pairs, so that what sets a pair apart for all its */
                        /* sets counts too; NAN without sets */
    double set_wall_ns; /* what a set of two arms takes, spawning among it; NAN without sets */
    double detects_1s_ratio;  /* smallest change that comparing two arms for 1 s sees; NAN: none, */
    double detects_10s_ratio; /* since fewer sets fit than a verdict needs */
};

struct tare_selftest {
    size_t pair_count;
    size_t different_count;
    size_t work_count;
    struct tare_selftest_work work[TARE_SELFTEST_WORKS_MAX];
    char reason[TARE_SELFTEST_REASON_BYTES]; /* why it could not be made; empty: it was made */
};

/*
 * Takes all blocks of two arms together by group, in the order in which groups first stand. An arm
 * that was not measured to its end makes `reason`. Returns 0, or -1 without memory. The result must
 * outlive `selftest`.
 */
int tare_selftest_make(struct tare_selftest *selftest, const struct tare_result *result,
                       struct tare_err *err);

/*
 * The least change, as a ratio less 1, that a comparison over `sets` sets calls a difference with a
 * chance of 80 % at the 5 % level, where a set's log(ratio) has this standard deviation:
 * (t(0.975) + t(0.8)) s / sqrt(K) with K - 1 degrees of freedom (Chow, Shao and Wang 2008, 3.2),
 * the first term being at least the floor below which no verdict calls a difference
 * (model/stats_pair.h), and what the clock's steps take from it. NAN where `sets` is below what a
 * verdict needs or the deviation is NAN.
 */
double tare_selftest_detectable(double log_stddev, double clock_reach, size_t sets);

/*
 * P(X >= count) for X binomial with `trials` and chance `p`: how likely as many false positives are
 * where all is well. 1 for count 0.
 */
double tare_selftest_tail(size_t count, size_t trials, double p);

#endif
