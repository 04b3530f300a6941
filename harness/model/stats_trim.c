/* SPDX-License-Identifier: MIT */
#include "model/stats_trim.h"

#include <math.h>

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

struct tare_stats_trimmed tare_stats_trim(double *values, size_t count)
{
    size_t out = (size_t)(TARE_STATS_TRIM_SHARE * (double)count);
    double n = (double)count;
    double left = (double)(count - 2 * out);
    struct tare_stats_trimmed trimmed = {
        .count = count, .left_out = out, .stddev = NAN, .standard_error = NAN, .df = NAN};

    if (out)
        tare_stats_sort(values, count);
    trimmed.mean = draw_in(values, count, out);
    if (count < 2)
        return trimmed;
    trimmed.stddev = tare_stats_stddev(values, count);
    trimmed.standard_error = trimmed.stddev * sqrt((n - 1) / left / (left - 1));
    trimmed.df = left - 1;
    if (count > 2)
        trimmed.skewness = tare_stats_skewness(values, count);
    return trimmed;
}
