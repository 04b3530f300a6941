/* SPDX-License-Identifier: MIT */
#include "model/stats_trim.h"

#include <math.h>
#include <stdbool.h>

#include "model/stats.h"

/* Returns the mean of the sorted values but for so many at each end, which are drawn in. */
static double draw_in(double *sorted, size_t count, size_t out)
{
    double mean = tare_stats_mean(sorted + out, count - 2 * out);

    for (size_t i = 0; i < out; i++) {
        sorted[i] = sorted[out];
        sorted[count - 1 - i] = sorted[count - 1 - out];
    }
    return mean;
}

static size_t left_out_of(size_t count)
{
    return (size_t)(TARE_STATS_TRIM_SHARE * (double)count);
}

double tare_stats_trim_df(size_t count)
{
    return count < 2 ? NAN : (double)(count - 2 * left_out_of(count)) - 1;
}

/* What cannot be ordered cannot be left out either. */
static bool are_finite(const double *values, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!isfinite(values[i]))
            return false;
    return true;
}

struct tare_stats_trimmed tare_stats_trim(double *values, size_t count)
{
    size_t out = left_out_of(count);
    double df = tare_stats_trim_df(count);
    struct tare_stats_trimmed trimmed = {
        .count = count, .mean = NAN, .standard_error = NAN, .df = df};

    if (!count || !are_finite(values, count))
        return trimmed;
    if (out)
        tare_stats_sort(values, count);
    trimmed.mean = draw_in(values, count, out);
    if (count < 2)
        return trimmed;
    trimmed.standard_error =
        tare_stats_stddev(values, count) * sqrt((double)(count - 1) / (df + 1) / df);
    if (count > 2)
        trimmed.skewness = tare_stats_skewness(values, count);
    return trimmed;
}
