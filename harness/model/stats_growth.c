/* SPDX-License-Identifier: MIT */
#include "model/stats_growth.h"

#include <math.h>
#include <string.h>

#include "model/stats.h"
#include "model/stats_arm.h"
#include "model/stats_t.h"

static const char *const names[TARE_STATS_LAW_COUNT] = {"", "1", "log n", "n", "n log n", "n^2"};

const char *tare_stats_law_name(enum tare_stats_law law)
{
    return names[law];
}

enum tare_stats_law tare_stats_law_of(const char *name)
{
    for (int law = TARE_STATS_LAW_ONE; name && law < TARE_STATS_LAW_COUNT; law++)
        if (strcmp(names[law], name) == 0)
            return (enum tare_stats_law)law;
    return TARE_STATS_LAW_NONE;
}

double tare_stats_law_log(enum tare_stats_law law, double n)
{
    switch (law) {
    case TARE_STATS_LAW_ONE:
        return 0;
    case TARE_STATS_LAW_LOG:
        return log(log(n));
    case TARE_STATS_LAW_N:
        return log(n);
    case TARE_STATS_LAW_N_LOG:
        return log(n) + log(log(n));
    case TARE_STATS_LAW_SQUARE:
        return 2 * log(n);
    default:
        return NAN;
    }
}

/* Residual sum of squares of the best constant; NAN where the law does not apply. */
static double squares(const struct tare_stats_growth_params *params, const double *mean,
                      enum tare_stats_law law, double *residual)
{
    double centre = 0;
    double sum = 0;

    for (size_t i = 0; i < params->point_count; i++) {
        residual[i] = mean[i] - tare_stats_law_log(law, params->points[i].size);
        if (!isfinite(residual[i]))
            return NAN;
    }
    centre = tare_stats_mean(residual, params->point_count);
    for (size_t i = 0; i < params->point_count; i++)
        sum += (residual[i] - centre) * (residual[i] - centre);
    return sum;
}

/* The mean of each size. Returns what the means' own errors make of any law's RSS. */
static double take_means(const struct tare_stats_growth_params *params, double *mean, double *room)
{
    double noise = 1e-12; /* of values without any spread */

    for (size_t i = 0; i < params->point_count; i++) {
        const struct tare_stats_growth_point *point = &params->points[i];
        struct tare_stats_trimmed trimmed;

        memcpy(room, point->set_log_ns, point->set_count * sizeof *room);
        trimmed = tare_stats_trim(room, point->set_count);
        mean[i] = trimmed.mean;
        if (point->set_count > 1)
            noise += trimmed.standard_error * trimmed.standard_error;
    }
    return noise;
}

static double aicc_of(double rss, size_t point_count)
{
    double m = (double)point_count;
    double penalty = point_count > 3 ? 4 + 12 / (m - 3) : 0;

    return m * log(rss / m) + penalty;
}

/* No law's RSS counts as less than `least`. */
static void find_law(const struct tare_stats_growth_params *params, const double *mean,
                     double least, double *residual, struct tare_stats_growth *growth)
{
    double runner_up = INFINITY;

    growth->aicc = INFINITY;
    for (int law = TARE_STATS_LAW_ONE; law < TARE_STATS_LAW_COUNT; law++) {
        double rss = squares(params, mean, (enum tare_stats_law)law, residual);
        double aicc = aicc_of(fmax(rss, least), params->point_count);

        if (isnan(rss))
            continue;
        if (aicc < growth->aicc) {
            runner_up = growth->aicc;
            growth->runner_up = growth->law;
            growth->aicc = aicc;
            growth->law = (enum tare_stats_law)law;
            growth->misfit = sqrt(rss / (double)params->point_count);
        } else if (aicc < runner_up) {
            runner_up = aicc;
            growth->runner_up = (enum tare_stats_law)law;
        }
    }
    growth->delta = runner_up - growth->aicc;
    growth->ambiguous = growth->delta < TARE_STATS_GROWTH_AMBIGUOUS;
}

/* Least-squares slope of log time over log size. */
static double slope_of(const struct tare_stats_growth_params *params, const double *log_ns)
{
    double x_mean = 0;
    double y_mean = 0;
    double xy = 0;
    double xx = 0;

    for (size_t i = 0; i < params->point_count; i++) {
        x_mean += log(params->points[i].size) / (double)params->point_count;
        y_mean += log_ns[i] / (double)params->point_count;
    }
    for (size_t i = 0; i < params->point_count; i++) {
        double x = log(params->points[i].size) - x_mean;

        xy += x * (log_ns[i] - y_mean);
        xx += x * x;
    }
    return xy / xx;
}

static size_t common_sets(const struct tare_stats_growth_params *params)
{
    size_t least = params->points[0].set_count;

    for (size_t i = 1; i < params->point_count; i++)
        if (params->points[i].set_count < least)
            least = params->points[i].set_count;
    return least;
}

static void find_interval(const struct tare_stats_growth_params *params, double *room,
                          struct tare_stats_growth *growth)
{
    size_t sets = common_sets(params);
    double *slope = room + params->point_count;
    struct tare_stats_trimmed trimmed;
    struct tare_stats_interval interval;

    if (sets < TARE_STATS_MIN_SETS)
        return;
    for (size_t s = 0; s < sets; s++) {
        for (size_t i = 0; i < params->point_count; i++)
            room[i] = params->points[i].set_log_ns[s];
        slope[s] = slope_of(params, room);
    }
    trimmed = tare_stats_trim(slope, sets);
    interval = tare_stats_mean_interval(&trimmed, TARE_STATS_LEVEL);
    growth->exponent_lo = fmin(interval.lo, growth->exponent);
    growth->exponent_hi = fmax(interval.hi, growth->exponent);
}

struct tare_stats_growth tare_stats_growth_fit(const struct tare_stats_growth_params *params)
{
    struct tare_stats_growth growth = {.exponent = NAN,
                                       .exponent_lo = NAN,
                                       .exponent_hi = NAN,
                                       .aicc = NAN,
                                       .delta = NAN,
                                       .misfit = NAN};
    double *mean = params->scratch;
    double *room = params->scratch + params->point_count;
    double least;

    if (params->point_count < 2)
        return growth;
    least = take_means(params, mean, room + params->point_count);
    growth.exponent = slope_of(params, mean);
    find_interval(params, room, &growth);
    if (params->point_count >= TARE_STATS_GROWTH_SIZES_MIN)
        find_law(params, mean, least, room, &growth);
    return growth;
}
