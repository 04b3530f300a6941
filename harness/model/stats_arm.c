/* SPDX-License-Identifier: MIT */
#include "model/stats_arm.h"

#include <math.h>
#include <string.h>

#include "model/stats.h"
#include "model/stats_t.h"

#define NORMAL_MAD 1.4826 /* standard deviation of normal values by their MAD: 1 / qnorm(0.75) */

static size_t copy_sorted(double *to, const double *from, size_t count)
{
    if (count)
        memcpy(to, from, count * sizeof *to);
    tare_stats_sort(to, count);
    return count;
}

double tare_stats_set_median(const struct tare_stats_set *set, double *scratch)
{
    copy_sorted(scratch, set->sample_ns, set->count);
    return tare_stats_median(scratch, set->count);
}

/* The median of `count` samples and, squared, its standard error. */
static double window(const double *sample_ns, size_t count, double *scratch, double *variance)
{
    double error;

    copy_sorted(scratch, sample_ns, count);
    error = 2 * 1.2533 * NORMAL_MAD * tare_stats_mad(scratch, count) / sqrt((double)count);
    *variance = error * error;
    return tare_stats_median(scratch, count);
}

bool tare_stats_is_steady(const struct tare_stats_set *set, double *scratch)
{
    size_t half = set->count / 2;
    double first, second, first_variance, second_variance;

    if (set->count < 8)
        return true;
    first = window(set->sample_ns, half, scratch, &first_variance);
    second = window(set->sample_ns + set->count - half, half, scratch, &second_variance);
    if (first <= 0 || second <= 0)
        return true;
    return fabs(first - second) <= 0.03 * fmin(first, second) ||
           fabs(first - second) <= 3 * sqrt(first_variance + second_variance);
}

/* The tenth that a mode holds at least. */
static size_t least_part(size_t count)
{
    return (count + 9) / 10;
}

/*
 * The first index of the upper part. A value x[k] appended to k ascending ones adds its distance
 * to their median to the sum of absolute deviations, and so it does in front of ascending ones:
 * both parts' sums follow the split without a second array.
 */
static size_t best_split(const double *sorted, size_t count)
{
    size_t least = least_part(count);
    size_t best = least;
    double lower = 0;
    double upper = 0;
    double best_sum = INFINITY;

    for (size_t k = 1; k < count; k++)
        upper += sorted[k] - sorted[k / 2];
    for (size_t k = 0; k + least <= count; k++) {
        if (k >= least && lower + upper < best_sum) {
            best_sum = lower + upper;
            best = k;
        }
        lower += sorted[k] - sorted[k / 2];
        upper -= sorted[count - 1 - (count - k - 1) / 2] - sorted[k];
    }
    return best;
}

double tare_stats_modes(const double *sorted, size_t count, double *gap)
{
    size_t split;
    double lower_spread, upper_spread, spread;

    *gap = NAN;
    if (count < TARE_STATS_MODES_MIN)
        return NAN;
    split = best_split(sorted, count);
    *gap = 0;
    if (split == least_part(count) || split == count - least_part(count))
        return 0;
    *gap = tare_stats_median(sorted + split, count - split) - tare_stats_median(sorted, split);
    lower_spread = NORMAL_MAD * tare_stats_mad(sorted, split);
    upper_spread = NORMAL_MAD * tare_stats_mad(sorted + split, count - split);
    spread = sqrt((lower_spread * lower_spread + upper_spread * upper_spread) / 2);
    if (spread > 0)
        return *gap / spread;
    return *gap > 0 ? INFINITY : 0;
}

/* Where the pieces of the caller's scratch lie. */
struct work {
    double *samples; /* [sample_count] */
    double *medians; /* [set_count], ns */
    double *logs;    /* [set_count] */
};

size_t tare_stats_arm_scratch(const struct tare_stats_set *sets, size_t set_count)
{
    size_t doubles = 2 * set_count;

    for (size_t s = 0; s < set_count; s++)
        doubles += sets[s].count;
    return doubles;
}

size_t tare_stats_by_layout(double *values, size_t set_count, size_t layout_count)
{
    size_t step = layout_count > 1 ? layout_count : set_count;
    size_t kept = 0;

    for (size_t link = 0; link < step && link < set_count; link++) {
        double sum = 0;
        size_t count = 0;

        for (size_t s = link; s < set_count; s += step)
            if (!isinf(values[s])) {
                sum += values[s];
                count++;
            }
        if (count)
            values[kept++] = sum / (double)count;
    }
    return kept;
}

static void take_sets(const struct tare_stats_arm_params *params, const struct work *work,
                      struct tare_stats_arm *arm)
{
    for (size_t s = 0; s < params->set_count; s++) {
        const struct tare_stats_set *set = &params->sets[s];

        work->medians[s] = INFINITY;
        if (!set->count)
            continue;
        arm->unsteady_count += !tare_stats_is_steady(set, work->samples);
        work->medians[s] = tare_stats_set_median(set, work->samples);
        arm->set_count++;
        arm->outlier_count += tare_stats_outliers(work->samples, set->count);
        arm->sample_count += set->count;
    }
    arm->unit_count = tare_stats_by_layout(work->medians, params->set_count, params->layout_count);
    arm->steady = 2 * arm->unsteady_count <= arm->set_count;
}

/*
 * The samples of a process are seen against its own level: how processes differ is what the
 * interval is made of, and a few processes always look like a few modes. The level is the lower
 * tenth, since a median can lie in either of two modes or between them.
 */
static void find_modes(const struct tare_stats_arm_params *params, const struct work *work,
                       struct tare_stats_arm *arm)
{
    size_t count = 0;
    double gap;

    for (size_t s = 0; s < params->set_count; s++) {
        const struct tare_stats_set *set = &params->sets[s];
        double *logs = work->samples + count;
        double level;

        copy_sorted(logs, set->sample_ns, set->count);
        if (set->count && logs[0] <= 0)
            return;
        level = tare_stats_quantile(logs, set->count, 0.1);
        for (size_t i = 0; i < set->count; i++)
            logs[i] = log(logs[i] / level);
        count += set->count;
    }
    tare_stats_sort(work->samples, count);
    arm->mode_separation = tare_stats_modes(work->samples, count, &gap);
    arm->multimodal = arm->mode_separation >= TARE_STATS_MODES_D &&
                      gap >= fmax(TARE_STATS_MODES_GAP, 2 * params->clock_reach);
}

static void describe(const struct tare_stats_arm_params *params, const struct work *work,
                     struct tare_stats_arm *arm)
{
    double *all = work->samples;
    size_t count = 0;

    for (size_t s = 0; s < params->set_count; s++)
        for (size_t i = 0; i < params->sets[s].count; i++)
            all[count++] = params->sets[s].sample_ns[i];
    tare_stats_sort(all, count);
    arm->min_ns = count ? all[0] : NAN;
    arm->median_ns = tare_stats_median(all, count);
    arm->mean_ns = tare_stats_mean(all, count);
    arm->stddev_ns = tare_stats_stddev(all, count);
    arm->mad_ns = tare_stats_mad(all, count);
    arm->p99_ns = tare_stats_quantile(all, count, 0.99);
}

static void find_interval(const struct tare_stats_arm_params *params, const struct work *work,
                          struct tare_stats_arm *arm)
{
    double level = params->level > 0 ? params->level : TARE_STATS_LEVEL;
    struct tare_stats_trimmed trimmed;
    struct tare_stats_interval interval;

    tare_stats_sort(work->medians, arm->unit_count);
    arm->time_ns = tare_stats_median(work->medians, arm->unit_count);
    if (arm->unit_count < TARE_STATS_MIN_SETS || work->medians[0] <= 0 ||
        isinf(params->clock_reach))
        return;
    for (size_t s = 0; s < arm->unit_count; s++)
        work->logs[s] = log(work->medians[s] / arm->time_ns);
    trimmed = tare_stats_trim(work->logs, arm->unit_count);
    interval = tare_stats_mean_interval(&trimmed, level);
    arm->time_lo_ns = arm->time_ns * exp(fmin(interval.lo, -params->clock_reach));
    arm->time_hi_ns = arm->time_ns * exp(fmax(interval.hi, params->clock_reach));
    arm->skewed = tare_stats_is_skewed(trimmed.skewness, trimmed.count);
}

struct tare_stats_arm tare_stats_arm_summarize(const struct tare_stats_arm_params *params)
{
    struct tare_stats_arm arm = {.time_lo_ns = NAN, .time_hi_ns = NAN, .mode_separation = NAN};
    struct work work = {.medians = params->scratch,
                        .logs = params->scratch + params->set_count,
                        .samples = params->scratch + 2 * params->set_count};

    take_sets(params, &work, &arm);
    find_modes(params, &work, &arm);
    describe(params, &work, &arm);
    find_interval(params, &work, &arm);
    return arm;
}

double tare_stats_half_width(double value, double lo, double hi)
{
    if (!(value > 0) || isnan(lo) || isnan(hi))
        return NAN;
    return fmax(value - lo, hi - value) / value;
}
