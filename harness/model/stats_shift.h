/* SPDX-License-Identifier: MIT */
/*
 * Where a series of runs changed its level: change points of one case over its history. The rules
 * of model/stats.h hold. Values are logs of times, so that a difference is a log ratio.
 *
 * Binary segmentation (Scott and Knott 1974; Vostrikova 1981). Within a range the split is that
 * with the greatest pooled two-sample t; since it is the greatest of many, its p-value is that of
 * one test times the number of splits, a bound (Worsley 1979: a shift in location of normal values
 * whose variance is not known). Where that is below the level the two parts are searched too. At
 * the end neighbouring segments are compared once more by Welch's t, Holm-adjusted over the
 * series: a split that the whole series asked for may be none between its neighbours.
 *
 * Runs are not interleaved and machines have bad minutes: before the search, values are drawn in
 * to the range's median +-3 standard deviations, these estimated from the differences of
 * neighbours (1.4826 times their median size by sqrt 2; Fryzlewicz 2014), which a shift does not
 * touch; with loss functions that are bounded in this way an outlier makes no segment (Fearnhead
 * and Rigaill 2019). The variance is never taken for less than what the runs' own intervals say.
 *
 * It takes the runs' errors for independent. Drift over many runs, as of a machine that grows
 * warm, is a change of level too, and is called one. Simulated (tests/test_stats_shift.c), nominal
 * 1 %: of series of 8 to 1000 runs without a change 0.0-0.9 % show one, with spikes of up to 30 %
 * in each twentieth run 0.0-0.7 %, with errors that follow AR(0.3) 2.7-5.5 %. A change of four
 * standard deviations is found alone and within a run of its place in 34 % (10 runs before it, 3
 * behind), 71 % (10, 5) and 93 % (20, 20) of series with spikes.
 */
#ifndef TARE_MODEL_STATS_SHIFT_H
#define TARE_MODEL_STATS_SHIFT_H

#include <stddef.h>

/* A level is of at least so many runs: one run is an event, not a level. */
#define TARE_STATS_SHIFT_RUNS_MIN 3

/* Error of a series, below the usual 0.05 since a history shows many of them. */
#define TARE_STATS_SHIFT_LEVEL 0.01

struct tare_stats_shift {
    size_t at;            /* index of the first value of the new level */
    double difference;    /* mean of the new level - that of the one before, drawn in */
    double difference_lo; /* 95 % interval by Welch's t */
    double difference_hi;
    double p_adjusted; /* Holm, over the change points of the series */
};

struct tare_stats_shift_params {
    const double *values; /* [count], the oldest first */
    const double *errors; /* [count] standard error of each value, NAN: unknown; NULL: all are */
    size_t count;
    double level;    /* 0: TARE_STATS_SHIFT_LEVEL */
    double least;    /* smaller differences are no change; 0: log(1 + TARE_STATS_MARGIN_RATIO) */
    double *scratch; /* [tare_stats_shift_scratch(count)], contents lost */
};

/* Doubles of scratch that tare_stats_shift_find() needs. */
size_t tare_stats_shift_scratch(size_t count);

/* Fills `shifts` [count / TARE_STATS_SHIFT_RUNS_MIN + 1], by rising `at`. Returns how many. */
size_t tare_stats_shift_find(const struct tare_stats_shift_params *params,
                             struct tare_stats_shift *shifts);

#endif
