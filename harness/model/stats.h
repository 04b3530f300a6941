/* SPDX-License-Identifier: MIT */
/*
 * Descriptive statistics of one array. Pure functions: no I/O, no state, no memory of their own.
 *
 * Rules of all of harness/model/stats*.h: an array may be NULL where its count is 0; values are
 * finite; NAN in a result means "unavailable" (JSON says null, CSV leaves the field empty) and
 * stands where the input has too few values; nothing divides by zero.
 */
#ifndef TARE_MODEL_STATS_H
#define TARE_MODEL_STATS_H

#include <stdbool.h>
#include <stddef.h>

/* Ascending, in place. */
void tare_stats_sort(double *values, size_t count);

/* Quantile p in [0, 1] of ascending values: type 7 of Hyndman and Fan (1996), the default of R and
 * NumPy: linear between the order statistics around (count - 1) p. NAN for count 0. */
double tare_stats_quantile(const double *sorted, size_t count, double p);

/* Quantile 0.5: for an even count the mean of the middle two. NAN for count 0. */
double tare_stats_median(const double *sorted, size_t count);

/* The same of values in any order, in a time that grows with their count; it moves them. */
double tare_stats_median_of(double *values, size_t count);

/* Raw median absolute deviation, median(|x - median(x)|), in the unit of the values; R's
 * mad(x, constant = 1). Times 1.4826 it estimates the standard deviation of normal values.
 * NAN for count 0. */
double tare_stats_mad(const double *sorted, size_t count);

/* NAN for count 0. */
double tare_stats_mean(const double *values, size_t count);

/* Sample standard deviation, divisor count - 1, in two passes. NAN below 2. */
double tare_stats_stddev(const double *values, size_t count);

/* Values outside of [Q1 - 1.5 IQR, Q3 + 1.5 IQR], quartiles by type 7 (Tukey 1977). */
size_t tare_stats_outliers(const double *sorted, size_t count);

/* Moment skewness g1 = m3 / m2^1.5 (Joanes and Gill 1998). 0 for values that are all equal, NAN
 * below 3. */
double tare_stats_skewness(const double *values, size_t count);

/* Whether |g1| of so many values exceeds twice its standard error for normal values,
 * sqrt(6 (n - 2) / ((n + 1) (n + 3))) (Fisher 1930). Never true below 5 values, where g1 cannot be
 * that large. */
bool tare_stats_is_skewed(double skewness, size_t count);

#endif
