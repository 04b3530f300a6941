/* SPDX-License-Identifier: MIT */
#include "model/stats.h"
#include "model/stats_density.h"
#include "oracle/density_oracle.h"

#include <criterion/criterion.h>

#include <math.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

Test(density, bandwidths_are_those_of_r)
{
    for (size_t i = 0; i < COUNT(oracle_densities); i++) {
        const struct oracle_density *want = &oracle_densities[i];
        double h = tare_stats_bandwidth(want->sorted, want->count);

        /* R bins the distances, 100,000 over the range: that moves h by less. */
        cr_expect_float_eq(h / want->bandwidth, 1, 2e-4, "case %zu: %.9g, R has %.9g", i, h,
                           want->bandwidth);
        cr_expect_float_eq(
            tare_stats_density(want->sorted, want->count, want->bandwidth, want->at) /
                want->density,
            1, 1e-12, "case %zu: density", i);
    }
}

Test(density, bandwidth_scales_and_shifts_with_the_values)
{
    const struct oracle_density *of = &oracle_densities[3];
    double moved[200];

    for (size_t i = 0; i < of->count; i++)
        moved[i] = 1e6 + 1e-3 * of->sorted[i];
    cr_expect_float_eq(tare_stats_bandwidth(moved, of->count) /
                           tare_stats_bandwidth(of->sorted, of->count),
                       1e-3, 1e-9, "%g", tare_stats_bandwidth(moved, of->count));
}

Test(density, two_modes_stay_two)
{
    const struct oracle_density *of = &oracle_densities[3]; /* around 0 and 8 */
    double h = tare_stats_bandwidth(of->sorted, of->count);
    double between = tare_stats_density(of->sorted, of->count, h, 4);

    cr_expect_lt(between, 0.05 * tare_stats_density(of->sorted, of->count, h, 0), "%g", between);
    cr_expect_lt(between, 0.05 * tare_stats_density(of->sorted, of->count, h, 8), "%g", between);
}

Test(density, few_and_equal_values)
{
    static const double equal[] = {5, 5, 5, 5};
    static const double stepped[] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2};
    double h = tare_stats_bandwidth(stepped, COUNT(stepped));

    cr_expect(isnan(tare_stats_bandwidth(NULL, 0)), "no value");
    cr_expect(isnan(tare_stats_bandwidth(equal, 1)), "one value");
    cr_expect_eq(tare_stats_bandwidth(equal, COUNT(equal)), 0, "equal values");
    cr_expect(h >= 0.0999 * 1.144 * tare_stats_stddev(stepped, COUNT(stepped)) *
                       pow((double)COUNT(stepped), -0.2),
              "more than half equal: not below the range, %g", h);
}
