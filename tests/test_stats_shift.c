/* SPDX-License-Identifier: MIT */
/* Change points: series that are plain to see, and simulated ones whose changes are known. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "model/stats_shift.h"
#include "support_random.h"

#define RUNS_MAX 1000

static double values[RUNS_MAX], errors[RUNS_MAX], scratch[2 * RUNS_MAX + 2];
static struct tare_stats_shift shifts[RUNS_MAX / TARE_STATS_SHIFT_RUNS_MIN + 1];

static size_t find(size_t count, const double *standard_errors)
{
    return tare_stats_shift_find(
        &(struct tare_stats_shift_params){
            .values = values, .errors = standard_errors, .count = count, .scratch = scratch},
        shifts);
}

/* Levels, one after the other, with an even zigzag of +-0.002 around them. */
static size_t lay(const double *levels, const size_t *lengths, size_t count)
{
    size_t runs = 0;

    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < lengths[i]; j++, runs++)
            values[runs] = levels[i] + (runs % 2 ? 0.002 : -0.002);
    return runs;
}

Test(stats_shift, plain_levels_are_found_where_they_begin)
{
    size_t runs = lay((double[]){5, 5.2, 5.2, 4.9}, (size_t[]){8, 6, 6, 10}, 4);

    cr_assert_eq(find(runs, NULL), 2);
    cr_expect_eq(shifts[0].at, 8, "at %zu", shifts[0].at);
    cr_expect_eq(shifts[1].at, 20, "at %zu", shifts[1].at);
    cr_expect_float_eq(shifts[0].difference, 0.2, 1e-9, "%g", shifts[0].difference);
    cr_expect_float_eq(shifts[1].difference, -0.3, 1e-9, "%g", shifts[1].difference);
    cr_expect(shifts[0].difference_lo < 0.2 && shifts[0].difference_lo > 0.19, "%g",
              shifts[0].difference_lo);
    cr_expect(shifts[0].difference_hi > 0.2 && shifts[0].difference_hi < 0.21, "%g",
              shifts[0].difference_hi);
    cr_expect(shifts[1].p_adjusted > 0 && shifts[1].p_adjusted < 1e-9, "%g", shifts[1].p_adjusted);
}

Test(stats_shift, series_without_a_change_have_none)
{
    static const struct {
        const char *name;
        double levels[3];
        size_t lengths[3];
    } series[] = {
        {"no runs", {0}, {0}},
        {"one run", {5}, {1}},
        {"two levels of two runs: too short", {5, 6}, {2, 2}},
        {"a level of two runs", {5, 6}, {20, 2}},
        {"an event of one run", {5, 7, 5}, {10, 1, 10}},
        {"a change within the margin", {5, 5.004}, {20, 20}},
        {"equal values", {5}, {30}},
    };

    for (size_t i = 0; i < sizeof series / sizeof *series; i++) {
        size_t found = find(lay(series[i].levels, series[i].lengths, 3), NULL);

        cr_expect_eq(found, 0, "%s: %zu, the first at %zu", series[i].name, found, shifts[0].at);
    }
}

Test(stats_shift, steps_without_any_scatter_are_found)
{
    for (size_t i = 0; i < 12; i++)
        values[i] = i < 7 ? 5 : 5.1;
    cr_assert_eq(find(12, NULL), 1);
    cr_expect_eq(shifts[0].at, 7);
    cr_expect_float_eq(shifts[0].difference, 0.1, 1e-12);
    cr_expect(isfinite(shifts[0].difference_lo) && isfinite(shifts[0].p_adjusted));
}

/* The same values are a change where the runs are exact, and none where they say that they are not.
 */
Test(stats_shift, wide_intervals_of_the_runs_forbid_a_change)
{
    size_t runs = lay((double[]){5, 5.02}, (size_t[]){5, 5}, 2);

    for (size_t i = 0; i < runs; i++)
        errors[i] = 0.002;
    cr_expect_eq(find(runs, errors), 1);
    for (size_t i = 0; i < runs; i++)
        errors[i] = i % 3 ? 0.03 : NAN;
    cr_expect_eq(find(runs, errors), 0);
}

enum scatter { NORMAL, SPIKED, DRIFTING };

static void simulate(size_t count, enum scatter scatter)
{
    double before = support_random_normal();

    for (size_t i = 0; i < count; i++) {
        double noise = support_random_normal();

        if (scatter == DRIFTING)
            noise = before = 0.3 * before + sqrt(1 - 0.09) * noise;
        values[i] = 3 + 0.02 * noise;
        if (scatter == SPIKED && support_random_uniform() < 0.05)
            values[i] += 0.3 * support_random_uniform();
    }
}

/* Of `trials` series without a change, the share in which one is found. */
static double false_share(size_t count, enum scatter scatter, size_t trials)
{
    size_t wrong = 0;

    for (size_t i = 0; i < trials; i++) {
        simulate(count, scatter);
        wrong += find(count, NULL) > 0;
    }
    return (double)wrong / (double)trials;
}

Test(stats_shift, changes_are_found_wrongly_as_seldom_as_is_said, .timeout = 60)
{
    static const struct {
        size_t count;
        size_t trials;
        double at_most[3]; /* by scatter */
    } cells[] = {
        {8, 10000, {0.013, 0.013, 0.04}},
        {20, 10000, {0.013, 0.013, 0.06}},
        {100, 4000, {0.013, 0.013, 0.08}},
        {1000, 400, {0.02, 0.02, 0.08}},
    };

    support_random_state = 1;
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
        for (int scatter = NORMAL; scatter <= DRIFTING; scatter++) {
            double share = false_share(cells[i].count, (enum scatter)scatter, cells[i].trials);

            cr_expect_leq(share, cells[i].at_most[scatter], "%zu runs, scatter %d: %.4f",
                          cells[i].count, scatter, share);
        }
}

/* Scatter 2 % and spikes, a change of 8 %: it alone is found, within a run of its place. */
Test(stats_shift, changes_of_four_deviations_are_found, .timeout = 60)
{
    static const struct {
        size_t before;
        size_t behind;
        double at_least;
    } cells[] = {{10, 3, 0.3}, {10, 5, 0.65}, {20, 20, 0.88}, {200, 5, 0.76}};

    support_random_state = 2;
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        size_t found = 0, count = cells[i].before + cells[i].behind;

        for (size_t trial = 0; trial < 1000; trial++) {
            size_t near;

            simulate(count, SPIKED);
            for (size_t j = cells[i].before; j < count; j++)
                values[j] += 0.08;
            near = find(count, NULL) == 1 ? shifts[0].at : 0;
            found += near + 1 >= cells[i].before && near <= cells[i].before + 1;
        }
        cr_expect_geq((double)found / 1000, cells[i].at_least, "%zu and %zu runs: %zu of 1000",
                      cells[i].before, cells[i].behind, found);
    }
}
