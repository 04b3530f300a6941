/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include <math.h>

#include "model/stats_components.h"
#include "oracle/components_oracle.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define SETS_MAX     20

static bool near(double value, double expected)
{
    if (isnan(expected))
        return isnan(value);
    return fabs(value - expected) <= 1e-9 * fabs(expected);
}

static size_t split(const double *ns, const size_t *counts, size_t set_count,
                    struct tare_stats_set *sets)
{
    for (size_t s = 0; s < set_count; s++) {
        sets[s] = (struct tare_stats_set){.sample_ns = ns, .count = counts[s]};
        ns += counts[s];
    }
    return set_count;
}

static struct tare_stats_components estimate(const struct oracle_components *oracle)
{
    struct tare_stats_set sets[SETS_MAX];
    struct tare_stats_components_params params = {.sets = sets, .layout_count = oracle->layouts};

    params.set_count = split(oracle->ns, oracle->counts, oracle->sets, sets);
    for (int i = 0; i < TARE_STATS_LEVELS; i++)
        params.cost_ns[i] = oracle->cost_ns[i];
    return tare_stats_components_estimate(&params);
}

Test(components, variances_are_those_of_r)
{
    for (size_t i = 0; i < COUNT(oracle_components); i++) {
        const struct oracle_components *oracle = &oracle_components[i];
        struct tare_stats_components got = estimate(oracle);

        for (int l = 0; l < TARE_STATS_LEVELS; l++) {
            double expected = oracle->variance[l];

            cr_expect(near(got.level[l].variance, expected < 0 ? 0 : expected),
                      "%s, %s: %.17g instead of %.17g", oracle->name,
                      tare_stats_level_name((enum tare_stats_level)l), got.level[l].variance,
                      expected);
            cr_expect(got.level[l].negative == (expected < 0), "%s, level %d: flag of negative",
                      oracle->name, l);
        }
    }
}

Test(components, repeats_are_those_of_the_paper)
{
    size_t compared = 0;

    for (size_t i = 0; i < COUNT(oracle_components); i++) {
        const struct oracle_components *oracle = &oracle_components[i];
        struct tare_stats_components got = estimate(oracle);

        for (int l = 0; l < TARE_STATS_LEVELS && !isnan(oracle->repeat[l]); l++, compared++)
            cr_expect(near(got.level[l].repeat, oracle->repeat[l]), "%s, level %d: %g, not %g",
                      oracle->name, l, got.level[l].repeat, oracle->repeat[l]);
    }
    cr_expect(compared >= 6, "only %zu were compared", compared);
}

Test(components, shares_add_up_to_one)
{
    for (size_t i = 0; i < COUNT(oracle_components); i++) {
        struct tare_stats_components got = estimate(&oracle_components[i]);
        double sum = 0;

        for (int l = 0; l < TARE_STATS_LEVELS; l++)
            sum += isnan(got.level[l].share) ? 0 : got.level[l].share;
        cr_expect(near(sum, 1), "%s: %g", oracle_components[i].name, sum);
    }
}

/* 2 links of 2 sets of 2 samples, the effects +-a, +-b, +-c on the logs, exactly. */
static struct tare_stats_components cross(double layout, double process, double sample,
                                          const double *cost_ns)
{
    static const size_t counts[] = {2, 2, 2, 2};
    struct tare_stats_set sets[4];
    double ns[8];

    for (size_t i = 0; i < 8; i++) {
        size_t set = i / 2;

        ns[i] = 100 * exp((set % 2 ? layout : -layout) + (set / 2 ? process : -process) +
                          (i % 2 ? sample : -sample));
    }
    return tare_stats_components_estimate(
        &(struct tare_stats_components_params){.sets = sets,
                                               .set_count = split(ns, counts, 4, sets),
                                               .layout_count = 2,
                                               .cost_ns = {cost_ns[0], cost_ns[1], cost_ns[2]}});
}

/* A mean of 2 values +-x has the variance 2 x^2; what the level below lends it is taken off. */
Test(components, by_hand)
{
    const double cost_ns[] = {1, 10, 100};
    struct tare_stats_components got = cross(0.3, 0.2, 0.1, cost_ns);

    cr_expect(near(got.level[TARE_STATS_SAMPLE].variance, 0.02));
    cr_expect(near(got.level[TARE_STATS_PROCESS].variance, 0.08 - 0.01));
    cr_expect(near(got.level[TARE_STATS_LAYOUT].variance, 0.18 - 0.04));
    cr_expect_eq(got.count[TARE_STATS_SAMPLE], 8);
    cr_expect_eq(got.count[TARE_STATS_PROCESS], 4);
    cr_expect_eq(got.count[TARE_STATS_LAYOUT], 2);
    cr_expect_not(got.joined);
    /* sqrt(10 / 1 x 0.02 / 0.07) = 1.69, sqrt(100 / 10 x 0.07 / 0.14) = 2.24. */
    cr_expect_eq(got.level[TARE_STATS_SAMPLE].repeat, 2);
    cr_expect_eq(got.level[TARE_STATS_PROCESS].repeat, 3);
    cr_expect(isnan(got.level[TARE_STATS_LAYOUT].repeat));
}

/* What does not vary needs one, and its cost is a part of the next one's. */
Test(components, a_level_that_does_not_vary)
{
    const double cost_ns[] = {1, 10, 100};
    struct tare_stats_components got = cross(0.3, 0, 0.1, cost_ns);

    cr_expect(got.level[TARE_STATS_PROCESS].negative);
    cr_expect_eq(got.level[TARE_STATS_PROCESS].variance, 0);
    cr_expect_eq(got.level[TARE_STATS_PROCESS].repeat, 1);
    /* Its estimate below 0, -0.01, goes into the layout's: unbiased is the sum. sqrt(110 / 1 x 0.02
     * / 0.18) = 3.5. */
    cr_expect(near(got.level[TARE_STATS_LAYOUT].variance, 0.18), "%g",
              got.level[TARE_STATS_LAYOUT].variance);
    cr_expect_eq(got.level[TARE_STATS_SAMPLE].repeat, 4);
    got = cross(0, 0, 0.1, cost_ns);
    cr_expect(isnan(got.level[TARE_STATS_SAMPLE].repeat));
    cr_expect_eq(got.level[TARE_STATS_LAYOUT].repeat, 1);
    cr_expect_eq(got.best, TARE_STATS_SAMPLE);
}

Test(components, the_level_to_repeat_is_the_one_that_pays)
{
    const double cheap_links[] = {1, 1, 1};
    const double dear_links[] = {1, 1, 1e6};
    const double no_cost[] = {1, 1, NAN};

    cr_expect_eq(cross(0.3, 0.01, 0.01, cheap_links).best, TARE_STATS_LAYOUT);
    cr_expect_eq(cross(0.01, 0.3, 0.01, dear_links).best, TARE_STATS_PROCESS);
    cr_expect_eq(cross(0.01, 0.01, 0.3, dear_links).best, TARE_STATS_SAMPLE);
    cr_expect_eq(cross(0.3, 0.2, 0.1, no_cost).best, TARE_STATS_LEVELS);
    cr_expect(isnan(cross(0.3, 0.2, 0.1, no_cost).level[TARE_STATS_PROCESS].repeat));
    cr_expect_not(isnan(cross(0.3, 0.2, 0.1, no_cost).level[TARE_STATS_SAMPLE].repeat));
}

static struct tare_stats_components plain(const double *ns, const size_t *counts, size_t sets,
                                          size_t layouts)
{
    struct tare_stats_set room[SETS_MAX];

    return tare_stats_components_estimate(
        &(struct tare_stats_components_params){.sets = room,
                                               .set_count = split(ns, counts, sets, room),
                                               .layout_count = layouts,
                                               .cost_ns = {1, 1, 1}});
}

Test(components, one_set_a_link_joins_process_and_layout)
{
    const double ns[] = {100, 101, 120, 121, 90, 91};
    const size_t counts[] = {2, 2, 2};
    struct tare_stats_components with = plain(ns, counts, 3, 3);
    struct tare_stats_components without = plain(ns, counts, 3, 0);

    cr_expect(with.joined);
    cr_expect(isnan(with.level[TARE_STATS_PROCESS].variance));
    cr_expect(
        near(with.level[TARE_STATS_LAYOUT].variance, without.level[TARE_STATS_PROCESS].variance));
    cr_expect_not(without.joined);
    cr_expect(isnan(without.level[TARE_STATS_LAYOUT].variance));
}

Test(components, too_little_gives_nan_and_no_division_by_zero)
{
    static const struct {
        const char *what;
        double ns[4];
        size_t counts[4];
        size_t sets;
        size_t layouts;
        bool has[TARE_STATS_LEVELS];
    } rows[] = {
        {"nothing", {0}, {0}, 0, 0, {false, false, false}},
        {"sets without samples", {0}, {0, 0}, 2, 2, {false, false, false}},
        {"one sample", {5}, {1}, 1, 0, {false, false, false}},
        {"one sample a set", {5, 6, 7}, {1, 1, 1}, 3, 0, {false, false, false}},
        {"one set", {5, 6}, {2}, 1, 0, {true, false, false}},
        {"a link without sets", {5, 6, 5, 7}, {2, 0, 2}, 3, 2, {true, true, false}},
        {"a sample of 0", {5, 0, 7, 8}, {2, 2}, 2, 0, {false, false, false}},
        {"a first sample of 0", {0, 5, 7, 8}, {2, 2}, 2, 0, {false, false, false}},
    };

    for (size_t i = 0; i < COUNT(rows); i++) {
        struct tare_stats_components got =
            plain(rows[i].ns, rows[i].counts, rows[i].sets, rows[i].layouts);

        for (int l = 0; l < TARE_STATS_LEVELS; l++)
            cr_expect(isnan(got.level[l].variance) == !rows[i].has[l], "%s, level %d: %g",
                      rows[i].what, l, got.level[l].variance);
    }
}

Test(components, no_variance_at_all)
{
    const double ns[] = {5, 5, 5, 5, 5, 5, 5, 5};
    const size_t counts[] = {2, 2, 2, 2};
    struct tare_stats_components got = plain(ns, counts, 4, 2);

    for (int l = 0; l < TARE_STATS_LEVELS; l++) {
        cr_expect_eq(got.level[l].variance, 0);
        cr_expect(isnan(got.level[l].share));
        cr_expect_eq(got.level[l].repeat, 1);
    }
    cr_expect_eq(got.best, TARE_STATS_LEVELS);
}

Test(components, spikes_are_drawn_in)
{
    double values[] = {100, 101, 99, 100, 102, 98, 100, 5000, 1};
    double alike[] = {7, 7, 7, 9};
    double scratch[9];

    /* Median 100, deviations 0 0 0 1 1 2 2 99 4900: 1, thus a reach of 3 x 1.4826. */
    tare_stats_draw_in(values, COUNT(values), scratch);
    cr_expect(near(values[7], 104.4478), "%g", values[7]);
    cr_expect(near(values[8], 95.5522), "%g", values[8]);
    cr_expect_eq(values[4], 102);
    tare_stats_draw_in(alike, COUNT(alike), scratch);
    cr_expect_eq(alike[3], 7);
    tare_stats_draw_in(NULL, 0, scratch);
}

Test(components, values_by_link)
{
    static const struct {
        double values[6];
        size_t count;
        size_t layouts;
        double expected[6];
        size_t left;
    } rows[] = {
        {{1, 2, 3, 5, 6, 7}, 6, 3, {3, 4, 5}, 3},
        {{1, 2, 3, 5}, 4, 3, {3, 2, 3}, 3},
        {{1, INFINITY, 3, 5, INFINITY, 7}, 6, 3, {3, 5}, 2},
        {{1, INFINITY, 3}, 3, 1, {1, 3}, 2},
        {{1, 2, 3}, 3, 0, {1, 2, 3}, 3},
        {{1, 2}, 2, 5, {1, 2}, 2},
        {{0}, 0, 3, {0}, 0},
        {{INFINITY}, 1, 3, {0}, 0},
    };

    for (size_t i = 0; i < COUNT(rows); i++) {
        double values[6];
        size_t left;

        for (size_t j = 0; j < 6; j++)
            values[j] = rows[i].values[j];
        left = tare_stats_by_layout(values, rows[i].count, rows[i].layouts);
        cr_assert_eq(left, rows[i].left, "row %zu: %zu are left", i, left);
        for (size_t j = 0; j < left; j++)
            cr_expect(near(values[j], rows[i].expected[j]), "row %zu: value %zu is %g", i, j,
                      values[j]);
    }
}
