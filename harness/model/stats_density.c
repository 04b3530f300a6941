/* SPDX-License-Identifier: MIT */
#include "model/stats_density.h"

#include "model/stats.h"

#include <math.h>

#define SQRT_2PI 2.50662827463100050242

/* Sums of the Gaussian's fourth and sixth derivative over all pairs, phi4 and phi6 of R's
 * bandwidths.c. */
static double phi4(const double *values, size_t count, double h)
{
    double n = (double)count, sum = 0;

    for (size_t i = 1; i < count; i++)
        for (size_t j = 0; j < i; j++) {
            double d = (values[i] - values[j]) * (values[i] - values[j]) / (h * h);

            if (d < 1000)
                sum += exp(-d / 2) * (d * d - 6 * d + 3);
        }
    return (2 * sum + 3 * n) / (n * (n - 1) * pow(h, 5) * SQRT_2PI);
}

static double phi6(const double *values, size_t count, double h)
{
    double n = (double)count, sum = 0;

    for (size_t i = 1; i < count; i++)
        for (size_t j = 0; j < i; j++) {
            double d = (values[i] - values[j]) * (values[i] - values[j]) / (h * h);

            if (d < 1000)
                sum += exp(-d / 2) * (d * d * d - 15 * d * d + 45 * d - 15);
        }
    return (2 * sum - 15 * n) / (n * (n - 1) * pow(h, 7) * SQRT_2PI);
}

double tare_stats_bandwidth(const double *sorted, size_t count)
{
    double n = (double)count, scale, spread, most, slope, h;

    if (count < 2)
        return NAN;
    scale = tare_stats_stddev(sorted, count);
    spread = (tare_stats_quantile(sorted, count, 0.75) - tare_stats_quantile(sorted, count, 0.25)) /
             1.349;
    if (spread > 0)
        scale = fmin(scale, spread);
    if (!(scale > 0))
        return 0;
    most = 1.144 * scale * pow(n, -0.2);
    slope = -phi6(sorted, count, 1.23 * scale * pow(n, -1.0 / 9));
    h = pow(2.394 / (n * slope), 1.0 / 7);
    h = pow(1 / (2 * sqrt(M_PI) * n) / phi4(sorted, count, h), 0.2);
    return h > 0 ? fmin(fmax(h, 0.1 * most), most) : most; /* NAN where phi4 or phi6 has the other
                                                              sign: "sample is too sparse" */
}

double tare_stats_density(const double *values, size_t count, double bandwidth, double at)
{
    double sum = 0;

    for (size_t i = 0; i < count; i++) {
        double z = (at - values[i]) / bandwidth;

        sum += exp(-z * z / 2);
    }
    return sum / ((double)count * bandwidth * SQRT_2PI);
}
