/* SPDX-License-Identifier: MIT */
/*
 * Student's t distribution and the interval made from it. The rules of model/stats.h hold.
 *
 * The distribution is the regularised incomplete beta function (DLMF 8.17.1 and 26.2; Abramowitz
 * and Stegun 26.7.1), by its continued fraction (DLMF 8.17.22) in Lentz's modified form. Relative
 * error below 1e-10 against R for df 1 to 1000 and p from 1e-6 to 1 - 1e-6, tails included.
 * `df` > 0 need not be whole.
 */
#ifndef TARE_MODEL_STATS_T_H
#define TARE_MODEL_STATS_T_H

#include <stddef.h>

/* P(T <= t). */
double tare_stats_t_cdf(double t, double df);

/* P(|T| >= |t|), the p-value of a two-sided test; keeps its relative precision when tiny. */
double tare_stats_t_two_sided(double t, double df);

/* The t with P(T <= t) = p. -INFINITY for p <= 0, INFINITY for p >= 1. */
double tare_stats_t_quantile(double p, double df);

/* Mean of independent values with its interval; in the unit of the values. */
struct tare_stats_interval {
    double mean;           /* NAN for count 0 */
    double stddev;         /* NAN below 2 values */
    double standard_error; /* stddev / sqrt(count); NAN below 2 values */
    double lo;             /* NAN below 2 values; equal to the mean where stddev is 0 */
    double hi;
};

/* `level` is the two-sided error, in (0, 1): 0.05 makes a 95 % interval. */
struct tare_stats_interval tare_stats_t_interval(const double *values, size_t count, double level);

#endif
