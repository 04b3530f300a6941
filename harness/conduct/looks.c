/* SPDX-License-Identifier: MIT */
#include "conduct/looks.h"

#include <math.h>

#include "conduct/samples.h"

size_t tare_looks_most_sets(size_t sets, double precision_ratio)
{
    return precision_ratio > 0 ? TARE_LOOKS_SETS_MAX : sets;
}

bool tare_looks_at(size_t sets)
{
    return sets == 5 || sets == 10 || sets == 20 || sets == TARE_LOOKS_SETS_MAX;
}

static int time_half_width(double *half, const struct tare_samples *samples, struct tare_err *err)
{
    struct tare_stats_arm stats;

    if (tare_samples_summarize(&stats, samples, TARE_LOOKS_LEVEL, err))
        return -1;
    *half = stats.unit_count < TARE_STATS_MIN_SETS
                ? INFINITY
                : tare_stats_half_width(stats.time_ns, stats.time_lo_ns, stats.time_hi_ns);
    return 0;
}

static int ratio_half_width(double *half, const struct tare_samples *samples,
                            const struct tare_samples *baseline, struct tare_err *err)
{
    struct tare_stats_pair pair;

    if (tare_samples_compare(&pair,
                             &(struct tare_samples_pair){samples, baseline, TARE_LOOKS_LEVEL}, err))
        return -1;
    *half = pair.unit_count < TARE_STATS_MIN_SETS
                ? INFINITY
                : tare_stats_half_width(pair.ratio, pair.ratio_lo, pair.ratio_hi);
    return 0;
}

/* Is the clock too coarse for this precision, however many sets there are? */
static bool is_beyond(double clock_reach, double precision_ratio)
{
    return expm1(clock_reach) > precision_ratio;
}

/* Are there two arms that can be compared? */
static bool has_pair(const struct tare_looks_params *params)
{
    bool other = false;

    for (size_t i = 0; i < params->arm_count; i++)
        other = other || (i != params->baseline && tare_arm_is_up(&params->arm[i]));
    return other && tare_arm_is_up(&params->arm[params->baseline]);
}

int tare_looks_judge(bool *enough, const struct tare_looks_params *params, struct tare_err *err)
{
    const struct tare_arm *baseline = &params->arm[params->baseline];
    bool compares = has_pair(params);
    struct tare_samples against = {0};
    int result = 0;

    *enough = true;
    if (compares)
        result = tare_samples_make(&against, baseline, params->sets, err);
    for (size_t i = 0; result == 0 && *enough && i < params->arm_count; i++) {
        struct tare_samples samples = {0};
        double half = NAN;

        if (!tare_arm_is_up(&params->arm[i]) || (compares && i == params->baseline))
            continue;
        result = tare_samples_make(&samples, &params->arm[i], params->sets, err);
        if (result == 0)
            result = compares ? ratio_half_width(&half, &samples, &against, err)
                              : time_half_width(&half, &samples, err);
        *enough = !(half > params->precision_ratio) ||
                  is_beyond(samples.clock_reach + against.clock_reach, params->precision_ratio);
        tare_samples_free(&samples);
    }
    tare_samples_free(&against);
    return result;
}
