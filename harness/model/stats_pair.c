/* SPDX-License-Identifier: MIT */
#include "model/stats_pair.h"

#include <math.h>

#include "model/stats.h"
#include "model/stats_t.h"

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

double tare_stats_set_log_ratio(const struct tare_stats_set *arm,
                                const struct tare_stats_set *baseline, double *scratch)
{
    size_t count = smaller(arm->count, baseline->count);

    for (size_t i = 0; i < count; i++) {
        if (!(arm->sample_ns[i] > 0 && baseline->sample_ns[i] > 0))
            return NAN;
        scratch[i] = log(arm->sample_ns[i] / baseline->sample_ns[i]);
    }
    tare_stats_sort(scratch, count);
    return tare_stats_median(scratch, count);
}

size_t tare_stats_pair_scratch(const struct tare_stats_set *arm, size_t set_count)
{
    size_t rounds = 0;

    for (size_t s = 0; s < set_count; s++)
        rounds = arm[s].count > rounds ? arm[s].count : rounds;
    return set_count + rounds;
}

/* The log ratios of the sets that both arms have, into `logs`, by link where there are several. */
static void take_sets(const struct tare_stats_pair_params *params, double *logs,
                      struct tare_stats_pair *pair)
{

    for (size_t s = 0; s < params->set_count; s++) {
        const struct tare_stats_set *arm = &params->arm[s];
        const struct tare_stats_set *baseline = &params->baseline[s];

        logs[s] = INFINITY;
        if (!arm->count || !baseline->count)
            continue;
        logs[s] = tare_stats_set_log_ratio(arm, baseline, params->scratch + params->set_count);
        pair->set_count++;
    }
    pair->unit_count = tare_stats_by_layout(logs, params->set_count, params->layout_count);
}

static double two_sided(const struct tare_stats_pair *pair)
{
    double more = pair->log_ratio > 0 ? pair->more.lo : pair->more.hi;

    if (pair->standard_error > 0)
        return tare_stats_t_two_sided(pair->log_ratio / (pair->standard_error * (1 + more)),
                                      pair->df);
    return pair->log_ratio == 0 ? 1 : 0;
}

double tare_stats_pair_reach(const struct tare_stats_pair *pair, double errors, double more)
{
    return fmax(pair->standard_error * errors * (1 + more), pair->clock_reach);
}

void tare_stats_pair_test(struct tare_stats_pair *pair, double level)
{
    const struct tare_stats_skew_reach *more = &pair->more;
    double wide = tare_stats_t_quantile(1 - level / 2, pair->df);
    double narrow = tare_stats_t_quantile(1 - level, pair->df);

    pair->ratio_lo = exp(pair->log_ratio - tare_stats_pair_reach(pair, wide, more->lo));
    pair->ratio_hi = exp(pair->log_ratio + tare_stats_pair_reach(pair, wide, more->hi));
    pair->ratio_lo90 = exp(pair->log_ratio - tare_stats_pair_reach(pair, narrow, more->lo));
    pair->ratio_hi90 = exp(pair->log_ratio + tare_stats_pair_reach(pair, narrow, more->hi));
    pair->p_value = two_sided(pair);
}

struct tare_stats_pair tare_stats_pair_compare(const struct tare_stats_pair_params *params)
{
    struct tare_stats_pair pair = {.log_stddev = NAN,
                                   .standard_error = NAN,
                                   .df = NAN,
                                   .ratio_lo = NAN,
                                   .ratio_hi = NAN,
                                   .ratio_lo90 = NAN,
                                   .ratio_hi90 = NAN,
                                   .p_value = NAN,
                                   .p_adjusted = NAN};
    double *logs = params->scratch;
    struct tare_stats_trimmed trimmed;

    take_sets(params, logs, &pair);
    trimmed = tare_stats_trim(logs, pair.unit_count);
    pair.clock_reach = params->clock_reach;
    pair.log_ratio = isinf(params->clock_reach) ? NAN : trimmed.mean;
    pair.ratio = exp(pair.log_ratio);
    if (pair.unit_count < 2 || isnan(pair.log_ratio))
        return pair;
    pair.df = trimmed.df;
    pair.standard_error = trimmed.standard_error;
    pair.log_stddev = pair.standard_error * sqrt((double)pair.unit_count);
    if (pair.unit_count < TARE_STATS_MIN_SETS)
        return pair;
    pair.more = tare_stats_skew_reach(&trimmed);
    pair.skewed = tare_stats_is_skewed(trimmed.skewness, trimmed.count);
    tare_stats_pair_test(&pair, params->level > 0 ? params->level : TARE_STATS_LEVEL);
    return pair;
}
