/* SPDX-License-Identifier: MIT */
#include "model/stats_welch.h"

#include <math.h>

#include "model/stats.h"
#include "model/stats_t.h"

static double square(double value)
{
    return value * value;
}

static struct tare_stats_trimmed plain(const double *values, size_t count)
{
    return (struct tare_stats_trimmed){.count = count,
                                       .mean = tare_stats_mean(values, count),
                                       .standard_error =
                                           tare_stats_stddev(values, count) / sqrt((double)count),
                                       .df = (double)count - 1};
}

static double freedom(const struct tare_stats_trimmed *a, const struct tare_stats_trimmed *b)
{
    double a_variance = square(a->standard_error);
    double b_variance = square(b->standard_error);

    if (!(a_variance + b_variance > 0))
        return a->df + b->df;
    return square(a_variance + b_variance) /
           (square(a_variance) / a->df + square(b_variance) / b->df);
}

struct tare_stats_welch tare_stats_welch(const struct tare_stats_welch_params *params)
{
    struct tare_stats_trimmed a = plain(params->a, params->a_count);
    struct tare_stats_trimmed b = plain(params->b, params->b_count);
    struct tare_stats_welch welch = {.difference = a.mean - b.mean,
                                     .standard_error = NAN,
                                     .df = NAN,
                                     .lo = NAN,
                                     .hi = NAN,
                                     .p_value = NAN};
    double level = params->level > 0 ? params->level : TARE_STATS_LEVEL;
    double reach;

    if (a.count < 2 || b.count < 2)
        return welch;
    welch.standard_error = hypot(a.standard_error, b.standard_error);
    welch.df = freedom(&a, &b);
    reach = welch.standard_error * tare_stats_t_quantile(1 - level / 2, welch.df);
    welch.lo = welch.difference - reach;
    welch.hi = welch.difference + reach;
    if (welch.standard_error > 0)
        welch.p_value = tare_stats_t_two_sided(welch.difference / welch.standard_error, welch.df);
    else
        welch.p_value = welch.difference == 0 ? 1 : 0;
    return welch;
}

/* The variance of the mean of these values, by the divisor count, and its third cumulant. */
static double mean_moments(const struct tare_stats_trimmed *side, double *third)
{
    double n = (double)side->count;
    double variance = square(side->standard_error) * (n - 1) / n;

    *third = side->skewness / sqrt(n) * pow(variance, 1.5);
    return variance;
}

/* The skewness of the difference is that of one mean of df + 1 values. */
static struct tare_stats_skew_reach reach_of(const struct tare_stats_trimmed *a,
                                             const struct tare_stats_trimmed *b, double df)
{
    double a_third, b_third, variance, share;

    variance = mean_moments(a, &a_third);
    variance += mean_moments(b, &b_third);
    if (!(variance > 0))
        return (struct tare_stats_skew_reach){0, 0};
    share = TARE_STATS_SKEW_REACH * (a_third - b_third) / pow(variance, 1.5) / sqrt(df + 1);
    return (struct tare_stats_skew_reach){.lo = fmax(-share, 0), .hi = fmax(share, 0)};
}

struct tare_stats_pair tare_stats_pair_unpaired(const struct tare_stats_unpaired_params *params)
{
    const struct tare_stats_trimmed *a = params->a;
    const struct tare_stats_trimmed *b = params->b;
    size_t count = a->count < b->count ? a->count : b->count;
    struct tare_stats_pair pair = {.set_count = count,
                                   .unit_count = count,
                                   .log_ratio = a->mean - b->mean,
                                   .log_stddev = NAN,
                                   .standard_error = NAN,
                                   .df = NAN,
                                   .clock_reach = params->clock_reach,
                                   .ratio = exp(a->mean - b->mean),
                                   .ratio_lo = NAN,
                                   .ratio_hi = NAN,
                                   .ratio_lo90 = NAN,
                                   .ratio_hi90 = NAN,
                                   .p_value = NAN,
                                   .p_adjusted = NAN};

    if (count < 2)
        return pair;
    pair.standard_error = hypot(a->standard_error, b->standard_error);
    pair.df = freedom(a, b);
    pair.log_stddev = hypot(a->standard_error * sqrt((double)a->count),
                            b->standard_error * sqrt((double)b->count));
    if (count < TARE_STATS_MIN_SETS)
        return pair;
    pair.more = reach_of(a, b, pair.df);
    pair.skewed =
        tare_stats_is_skewed(a->skewness, a->count) || tare_stats_is_skewed(b->skewness, b->count);
    tare_stats_pair_test(&pair, params->level > 0 ? params->level : TARE_STATS_LEVEL);
    return pair;
}
