/* SPDX-License-Identifier: MIT */
/* Against R: tests/oracle/stats.R and blocks.R made what is compared with; simulations stand in
   test_stats_grid.c. */
#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "measure/hash.h"
#include "model/stats.h"
#include "model/stats_arm.h"
#include "model/stats_pair.h"
#include "model/stats_t.h"

#include "oracle/blocks_oracle.h"
#include "oracle/stats_oracle.h"

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))
#define SCRATCH         4096

static double scratch[SCRATCH];

/* Relative to R's value, absolute where that is 0; NAN agrees with NAN alone. */
static bool agrees(double got, double expected, double tolerance)
{
    if (isnan(expected) || isnan(got))
        return isnan(expected) && isnan(got);
    if (got == expected)
        return true;
    return fabs(got - expected) <= tolerance * (expected == 0 ? 1 : fabs(expected));
}

/* `subject` and `row` say which line of the oracle it was. */
struct place {
    const char *subject;
    size_t row;
};

static void expect(struct place at, const char *what, double got, double expected)
{
    cr_expect(agrees(got, expected, 1e-10), "%s %zu: %s is %.17g, R says %.17g", at.subject, at.row,
              what, got, expected);
}

Test(stats, t_distribution_is_that_of_r)
{
    for (size_t i = 0; i < COUNT_OF(oracle_t); i++) {
        const struct oracle_t *row = &oracle_t[i];
        struct place at = {"t", i};

        expect(at, "quantile", tare_stats_t_quantile(row->p, row->df), row->quantile);
        expect(at, "cdf", tare_stats_t_cdf(row->quantile, row->df), row->cdf);
        expect(at, "p-value", tare_stats_t_two_sided(row->quantile, row->df), row->two_sided);
    }
}

Test(stats, t_distribution_at_its_ends)
{
    cr_expect(tare_stats_t_quantile(0, 4) == -INFINITY, "p 0");
    cr_expect(tare_stats_t_quantile(1, 4) == INFINITY, "p 1");
    cr_expect(tare_stats_t_cdf(-INFINITY, 4) == 0, "t of -infinity");
    cr_expect(tare_stats_t_cdf(INFINITY, 4) == 1, "t of infinity");
    cr_expect(tare_stats_t_two_sided(0, 4) == 1, "t of 0");
    cr_expect(tare_stats_t_two_sided(1e200, 4) == 0, "t whose square overflows");
    cr_expect(agrees(tare_stats_t_two_sided(1e5, 9), 5.0917940554669556e-42, 1e-10), "far tail");
    cr_expect(agrees(tare_stats_t_quantile(1e-200, 4), -1.3160740129524893e+50, 1e-10),
              "quantile in the far tail");
}

static void check_array(size_t i)
{
    const struct oracle_array *row = &oracle_arrays[i];
    struct tare_stats_interval interval = tare_stats_t_interval(row->values, row->count, 0.05);
    struct place at = {row->name, i};

    expect(at, "mean", tare_stats_mean(row->values, row->count), row->mean);
    expect(at, "stddev", tare_stats_stddev(row->values, row->count), row->stddev);
    expect(at, "skewness", tare_stats_skewness(row->values, row->count), row->skewness);
    expect(at, "lower end", interval.lo, row->lo);
    expect(at, "upper end", interval.hi, row->hi);
    memcpy(scratch, row->values, row->count * sizeof *scratch);
    tare_stats_sort(scratch, row->count);
    expect(at, "median", tare_stats_median(scratch, row->count), row->median);
    expect(at, "mad", tare_stats_mad(scratch, row->count), row->mad);
    expect(at, "quantile 0.1", tare_stats_quantile(scratch, row->count, 0.1), row->q10);
    expect(at, "quantile 0.25", tare_stats_quantile(scratch, row->count, 0.25), row->q25);
    expect(at, "quantile 0.75", tare_stats_quantile(scratch, row->count, 0.75), row->q75);
    expect(at, "quantile 0.99", tare_stats_quantile(scratch, row->count, 0.99), row->p99);
    cr_expect(tare_stats_outliers(scratch, row->count) == row->outliers, "%s: outliers", row->name);
}

Test(stats, descriptions_are_those_of_r)
{
    for (size_t i = 0; i < COUNT_OF(oracle_arrays); i++)
        check_array(i);
}

Test(stats, nothing_is_described_as_unavailable)
{
    cr_expect(isnan(tare_stats_mean(NULL, 0)), "mean");
    cr_expect(isnan(tare_stats_median(NULL, 0)), "median");
    cr_expect(isnan(tare_stats_mad(NULL, 0)), "mad");
    cr_expect(isnan(tare_stats_quantile(NULL, 0, 0.5)), "quantile");
    cr_expect(isnan(tare_stats_t_interval(NULL, 0, 0.05).lo), "interval");
    cr_expect(tare_stats_outliers(NULL, 0) == 0, "outliers");
    tare_stats_sort(NULL, 0);
}

Test(stats, quantile_at_and_beyond_its_ends)
{
    const double sorted[] = {1, 2, 4};

    cr_expect(tare_stats_quantile(sorted, 3, 0) == 1, "p 0");
    cr_expect(tare_stats_quantile(sorted, 3, 1) == 4, "p 1");
    cr_expect(tare_stats_quantile(sorted, 3, -1) == 1, "p below 0");
    cr_expect(tare_stats_quantile(sorted, 3, 2) == 4, "p above 1");
}

Test(stats, median_of_unsorted_values_is_that_of_sorted_ones)
{
    uint64_t random[4];

    tare_hash_seed(random, 7);
    for (size_t count = 1; count <= 65; count++)
        for (uint64_t kinds = 1; kinds <= 100; kinds += 33) { /* many equal ones, or few */
            double values[65];
            double sorted[65];

            for (size_t i = 0; i < count; i++)
                values[i] = (double)(tare_hash_random(random) % kinds);
            memcpy(sorted, values, count * sizeof *values);
            tare_stats_sort(sorted, count);
            cr_expect(tare_stats_median_of(values, count) == tare_stats_median(sorted, count),
                      "%zu values of %llu kinds", count, (unsigned long long)kinds);
            tare_stats_sort(values, count);
            cr_expect(memcmp(values, sorted, count * sizeof *values) == 0, "all are still there");
        }
    cr_expect(isnan(tare_stats_median_of(NULL, 0)), "of none");
}

Test(stats, skew_needs_five_values)
{
    const double skewed[] = {0, 0, 0, 0, 1, 0, 0, 0, 0, 0};
    const double even[] = {1, 2, 3, 4, 5};

    cr_expect(!tare_stats_is_skewed(9, 4), "four cannot be");
    cr_expect(tare_stats_is_skewed(tare_stats_skewness(skewed, 5), 5), "one of five apart");
    cr_expect(tare_stats_is_skewed(tare_stats_skewness(skewed, 10), 10), "one of ten apart");
    cr_expect(!tare_stats_is_skewed(tare_stats_skewness(even, 5), 5), "symmetric");
}

Test(stats, holm_is_that_of_r)
{
    for (size_t i = 0; i < COUNT_OF(oracle_holm); i++) {
        tare_stats_holm_adjust(oracle_holm[i].p, oracle_holm[i].count, scratch);
        for (size_t j = 0; j < oracle_holm[i].count; j++)
            expect((struct place){"holm", i}, "adjusted p", scratch[j], oracle_holm[i].adjusted[j]);
    }
}

/* The sets of one arm of an oracle's block. */
static void sets_of(const struct oracle_block *block, size_t arm, struct tare_stats_set *sets)
{
    for (size_t s = 0; s < block->sets; s++)
        sets[s] = (struct tare_stats_set){block->ns + (arm * block->sets + s) * block->rounds,
                                          block->rounds};
}

static void check_arm(const struct oracle_block *block, size_t i)
{
    const struct oracle_arm *row = &block->arm[i];
    struct tare_stats_set sets[80];
    struct tare_stats_arm arm;
    struct place at = {"arm", i};

    sets_of(block, i, sets);
    cr_assert(tare_stats_arm_scratch(sets, block->sets) <= SCRATCH, "scratch of the test");
    arm = tare_stats_arm_summarize(&(struct tare_stats_arm_params){
        .sets = sets, .set_count = block->sets, .scratch = scratch});
    expect(at, "time", arm.time_ns, row->time);
    expect(at, "lower end", arm.time_lo_ns, row->lo);
    expect(at, "upper end", arm.time_hi_ns, row->hi);
    expect(at, "min", arm.min_ns, row->min);
    expect(at, "median", arm.median_ns, row->median);
    expect(at, "mean", arm.mean_ns, row->mean);
    expect(at, "stddev", arm.stddev_ns, row->stddev);
    expect(at, "mad", arm.mad_ns, row->mad);
    expect(at, "p99", arm.p99_ns, row->p99);
    cr_expect(arm.outlier_count == row->outliers, "arm %zu: outliers", i);
    cr_expect(arm.sample_count == block->sets * block->rounds, "arm %zu: samples", i);
    cr_expect(arm.set_count == block->sets, "arm %zu: sets", i);
}

static void check_pair(const struct tare_stats_pair *pair, const struct oracle_pair *row, size_t i)
{
    struct place at = {"pair", i};

    expect(at, "log ratio", pair->log_ratio, row->log_ratio);
    expect(at, "stddev", pair->log_stddev, row->stddev);
    expect(at, "ratio", pair->ratio, row->ratio);
    expect(at, "lower end", pair->ratio_lo, row->lo);
    expect(at, "upper end", pair->ratio_hi, row->hi);
    expect(at, "lower end of 90 %", pair->ratio_lo90, row->lo90);
    expect(at, "upper end of 90 %", pair->ratio_hi90, row->hi90);
    expect(at, "p", pair->p_value, row->p);
    expect(at, "adjusted p", pair->p_adjusted, row->adjusted);
    cr_expect(pair->verdict == row->verdict, "pair %zu: verdict %s", i,
              tare_stats_verdict_name(pair->verdict));
    cr_expect(pair->sets_needed == row->needed, "pair %zu: %zu sets needed, R says %zu", i,
              pair->sets_needed, row->needed);
}

static void check_block(const struct oracle_block *block)
{
    struct tare_stats_set baseline[80];
    struct tare_stats_set sets[80];
    struct tare_stats_pair pairs[8];

    sets_of(block, 0, baseline);
    for (size_t i = 1; i < block->arms; i++) {
        sets_of(block, i, sets);
        cr_assert(tare_stats_pair_scratch(sets, block->sets) <= SCRATCH, "scratch of the test");
        pairs[i - 1] = tare_stats_pair_compare(&(struct tare_stats_pair_params){
            .arm = sets, .baseline = baseline, .set_count = block->sets, .scratch = scratch});
    }
    tare_stats_block_judge(&(struct tare_stats_block){.pairs = pairs,
                                                      .pair_count = block->arms - 1,
                                                      .scratch = scratch,
                                                      .rule = {.level = block->level,
                                                               .margin_ratio = block->margin,
                                                               .floor_ratio = block->floor}});
    for (size_t i = 1; i < block->arms; i++)
        check_pair(&pairs[i - 1], &block->pair[i - 1], i);
}

Test(stats, blocks_are_judged_as_in_r)
{
    for (size_t b = 0; b < COUNT_OF(oracle_blocks); b++) {
        for (size_t i = 0; i < oracle_blocks[b].arms; i++)
            check_arm(&oracle_blocks[b], i);
        check_block(&oracle_blocks[b]);
    }
}
