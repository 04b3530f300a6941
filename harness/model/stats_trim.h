/* SPDX-License-Identifier: MIT */
/*
 * The mean of many independent values that a few of them do not carry away. The rules of
 * model/stats.h hold.
 *
 * Of K values, the floor(0.05 K) least and as many of the greatest are left out of the mean
 * (trimmed; R's mean(x, trim = 0.05)). What it varies by is told from all of them, those left out
 * drawn in to the nearest that is not (winsorized): with standard deviation s_w and h values left,
 * the standard error is s_w sqrt((K - 1) / (h (h - 1))), and the mean over it follows Student's t
 * with h - 1 degrees of freedom (Tukey and McLaughlin 1963; Yuen 1974). Below 20 values
 * nothing is left out, and all is the plain mean's.
 *
 * Why: processes have speeds of their own, and a few of hundreds are far off. malloc and free of
 * 64 bytes in 90 to 243 fresh processes an arm, 20 comparisons with an arm of 2 % more work on an
 * EPYC of family 25: the means of log ratios spread by 0.68 %, trimmed by 5 % by 0.49 %.
 */
#ifndef TARE_MODEL_STATS_TRIM_H
#define TARE_MODEL_STATS_TRIM_H

#include <stddef.h>

/* Of the values, at each end. */
#define TARE_STATS_TRIM_SHARE 0.05

/* Where a value is not finite, mean and standard_error are NAN. */
struct tare_stats_trimmed {
    size_t count;
    double mean;           /* NAN for count 0 */
    double standard_error; /* NAN below 2 values */
    double df;             /* h - 1; NAN below 2 values */
    double skewness;       /* g1 (stats.h) of what s_w is of; 0 below 3 values */
};

/* The df of a mean of so many values. */
double tare_stats_trim_df(size_t count);

/* `values` [count] are lost: they are sorted, and the ends drawn in. */
struct tare_stats_trimmed tare_stats_trim(double *values, size_t count);

#endif
