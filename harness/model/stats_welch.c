/* SPDX-License-Identifier: MIT */
#include "model/stats_welch.h"

#include <math.h>

#include "model/stats.h"
#include "model/stats_t.h"

static double square(double value)
{
    return value * value;
}

static double freedom(const struct tare_stats_welch_params *params, double a, double b)
{
    double a_df = (double)(params->a_count - 1);
    double b_df = (double)(params->b_count - 1);

    return a + b > 0 ? square(a + b) / (square(a) / a_df + square(b) / b_df) : a_df + b_df;
}

static double p_value_of(const struct tare_stats_welch *welch)
{
    if (welch->standard_error > 0)
        return tare_stats_t_two_sided(welch->difference / welch->standard_error, welch->df);
    return welch->difference == 0 ? 1 : 0;
}

struct tare_stats_welch tare_stats_welch(const struct tare_stats_welch_params *params)
{
    struct tare_stats_welch welch = {.difference = tare_stats_mean(params->a, params->a_count) -
                                                   tare_stats_mean(params->b, params->b_count),
                                     .standard_error = NAN,
                                     .df = NAN,
                                     .lo = NAN,
                                     .hi = NAN,
                                     .p_value = NAN};
    double level = params->level > 0 ? params->level : TARE_STATS_LEVEL;
    double a, b, reach;

    if (params->a_count < 2 || params->b_count < 2)
        return welch;
    a = square(tare_stats_stddev(params->a, params->a_count)) / (double)params->a_count;
    b = square(tare_stats_stddev(params->b, params->b_count)) / (double)params->b_count;
    welch.standard_error = sqrt(a + b);
    welch.df = freedom(params, a, b);
    reach = welch.standard_error * tare_stats_t_quantile(1 - level / 2, welch.df);
    welch.lo = welch.difference - reach;
    welch.hi = welch.difference + reach;
    welch.p_value = p_value_of(&welch);
    return welch;
}

/* Of the mean of these values: its variance, and its third cumulant. */
static double mean_moments(const double *values, size_t count, double *third)
{
    double n = (double)count;
    double variance = square(tare_stats_stddev(values, count)) * (n - 1) / n;

    *third = tare_stats_skewness(values, count) * pow(variance, 1.5) / (n * n);
    return variance / n;
}

/* The skewness of the difference is that of one mean of df + 1 values. */
static struct tare_stats_skew_reach reach_of(const struct tare_stats_welch_params *params,
                                             double df)
{
    double a_third, b_third, variance, share;

    variance = mean_moments(params->a, params->a_count, &a_third);
    variance += mean_moments(params->b, params->b_count, &b_third);
    if (!(variance > 0))
        return (struct tare_stats_skew_reach){0, 0};
    share = TARE_STATS_SKEW_REACH * (a_third - b_third) / pow(variance, 1.5) / sqrt(df + 1);
    return (struct tare_stats_skew_reach){.lo = fmax(-share, 0), .hi = fmax(share, 0)};
}

static double p_value_wide(const struct tare_stats_pair *pair)
{
    double more = pair->log_ratio > 0 ? pair->more.lo : pair->more.hi;

    return p_value_of(
        &(struct tare_stats_welch){.difference = pair->log_ratio,
                                   .standard_error = pair->standard_error * (1 + more),
                                   .df = pair->df});
}

/* Its intervals, of error `level` and twice that, and the test, all widened for skew. */
static void test(struct tare_stats_pair *pair, const struct tare_stats_welch_params *params,
                 const struct tare_stats_welch *welch)
{
    double level = params->level > 0 ? params->level : TARE_STATS_LEVEL;
    double reach = welch->hi - welch->difference;
    double reach90 = welch->standard_error * tare_stats_t_quantile(1 - level, welch->df);

    pair->more = reach_of(params, pair->df);
    pair->ratio_lo = exp(welch->difference - reach * (1 + pair->more.lo));
    pair->ratio_hi = exp(welch->difference + reach * (1 + pair->more.hi));
    pair->ratio_lo90 = exp(welch->difference - reach90 * (1 + pair->more.lo));
    pair->ratio_hi90 = exp(welch->difference + reach90 * (1 + pair->more.hi));
    pair->p_value = p_value_wide(pair);
    pair->skewed = tare_stats_is_skewed(params->a, params->a_count) ||
                   tare_stats_is_skewed(params->b, params->b_count);
}

struct tare_stats_pair tare_stats_pair_unpaired(const struct tare_stats_welch_params *params)
{
    size_t count = params->a_count < params->b_count ? params->a_count : params->b_count;
    struct tare_stats_welch welch = tare_stats_welch(params);
    struct tare_stats_pair pair = {.set_count = count,
                                   .unit_count = count,
                                   .log_ratio = welch.difference,
                                   .log_stddev = NAN,
                                   .standard_error = welch.standard_error,
                                   .df = welch.df,
                                   .ratio = exp(welch.difference),
                                   .ratio_lo = NAN,
                                   .ratio_hi = NAN,
                                   .ratio_lo90 = NAN,
                                   .ratio_hi90 = NAN,
                                   .p_value = NAN,
                                   .p_adjusted = NAN};

    if (count >= 2)
        pair.log_stddev = hypot(tare_stats_stddev(params->a, params->a_count),
                                tare_stats_stddev(params->b, params->b_count));
    if (count >= TARE_STATS_MIN_SETS)
        test(&pair, params, &welch);
    return pair;
}
