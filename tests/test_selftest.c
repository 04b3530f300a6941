/* SPDX-License-Identifier: MIT */
#include "model/selftest.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "oracle/selftest_oracle.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void expect_near(double got, double want, const char *what)
{
    cr_expect(isnan(want) ? isnan(got) : fabs(got - want) <= 1e-9 * fabs(want),
              "%s: got %.15g, want %.15g", what, got, want);
}

Test(selftest, the_smallest_change_is_as_r_has_it)
{
    for (size_t i = 0; i < COUNT(oracle_changes); i++)
        expect_near(
            tare_selftest_detectable(oracle_changes[i].log_stddev, 0, oracle_changes[i].sets),
            oracle_changes[i].change_ratio, "the smallest change");
    expect_near(tare_selftest_detectable(0, 0.02, 10), expm1(0.02), "no less than a step");
    expect_near(tare_selftest_detectable(0.01, 0, 2), NAN, "two sets are no verdict");
    expect_near(tare_selftest_detectable(0.01, 0, 0), NAN, "nor is none");
    expect_near(tare_selftest_detectable(NAN, 0, 10), NAN, "spread unknown");
}

Test(selftest, the_tail_is_as_r_has_it)
{
    for (size_t i = 0; i < COUNT(oracle_tails); i++)
        expect_near(
            tare_selftest_tail(oracle_tails[i].count, oracle_tails[i].trials, oracle_tails[i].p),
            oracle_tails[i].tail, "the tail");
    cr_expect_lt(tare_selftest_tail(20, 20, 0.05), 1e-12, "all");
    expect_near(tare_selftest_tail(0, 0, 0.05), 1, "no trials");
}

#define ROUNDS 3

/* A pair of arms over `sets` sets; in odd sets the second takes exp(+log_ratio) times as long, in
 * even ones exp(-log_ratio). */
static void add_pair(struct tare_result *result, const char *group, size_t sets, double log_ratio,
                     const char *verdict)
{
    struct tare_block block;

    tare_block_init(&block);
    block.group = strdup(group);
    block.title = strdup("a title");
    block.sets = sets;
    block.wall_ns = 50e6 * (double)sets;
    block.row_count = 2;
    block.row = calloc(2, sizeof *block.row);
    for (size_t i = 0; i < 2; i++) {
        struct tare_row *row = &block.row[i];

        tare_row_init(row);
        row->id = strdup(i ? "g/b" : "g/a");
        row->status = strdup("ok");
        row->verdict = i && verdict ? strdup(verdict) : NULL;
        row->time_ns = 100;
        row->sample = calloc(sets * ROUNDS + 1, sizeof *row->sample);
        for (size_t k = 0; k < sets * ROUNDS; k++) {
            double sign = (k / ROUNDS) % 2 ? -1 : 1;

            row->sample[row->sample_count++] = (struct tare_sample){
                .process = (uint32_t)(k / ROUNDS + 1),
                .round = (uint32_t)(k % ROUNDS + 1),
                .iterations = 10,
                .elapsed_ns = 1000 * (double)(k % ROUNDS + 1) * (i ? exp(sign * log_ratio) : 1)};
        }
    }
    cr_assert_eq(tare_result_add_block(result, &block, NULL), 0, "no memory");
}

Test(selftest, takes_pairs_together_by_group)
{
    struct tare_result result;
    struct tare_selftest selftest;
    struct tare_err err = {0};

    tare_result_init(&result);
    add_pair(&result, "cpu", 10, 0.003, "same");
    add_pair(&result, "memory", 4, 0.01, "slower");
    add_pair(&result, "cpu", 10, 0.004, "faster");
    add_pair(&result, "memory", 4, 0.01, "unsure");
    cr_assert_eq(tare_selftest_make(&selftest, &result, &err), 0, "%s", err.text);
    cr_expect_str_eq(selftest.reason, "", "%s", selftest.reason);
    cr_expect_eq(selftest.pair_count, 4, "%zu pairs", selftest.pair_count);
    cr_expect_eq(selftest.different_count, 2, "%zu different", selftest.different_count);
    cr_assert_eq(selftest.work_count, 2, "%zu works", selftest.work_count);
    cr_expect_str_eq(selftest.work[0].group, "cpu", "%s", selftest.work[0].group);
    cr_expect_eq(selftest.work[0].pair_count, 2, "%zu pairs", selftest.work[0].pair_count);
    cr_expect_eq(selftest.work[0].set_count, 20, "%zu sets", selftest.work[0].set_count);
    cr_expect_eq(selftest.work[1].different_count, 1, "%zu", selftest.work[1].different_count);
    /* The root mean square about 0, sqrt((0.003^2 + 0.004^2) / 2). */
    expect_near(selftest.work[0].log_stddev, 0.00353553390593274, "spread of cpu");
    expect_near(selftest.work[1].log_stddev, 0.01, "spread of memory");
    expect_near(selftest.work[0].set_wall_ns, 50e6, "wall of a set");
    expect_near(selftest.work[0].time_ns, 100, "time");
    expect_near(selftest.work[1].detects_1s_ratio, tare_selftest_detectable(0.01, 0, 20), "1 s");
    expect_near(selftest.work[1].detects_10s_ratio, tare_selftest_detectable(0.01, 0, 200), "10 s");
    tare_result_free(&result);
}

/* An offset that a pair has in all its sets counts, though its sets agree: identical arms differ.
 */
Test(selftest, a_steady_offset_is_spread_too)
{
    struct tare_result result;
    struct tare_selftest selftest;

    tare_result_init(&result);
    add_pair(&result, "cpu", 1, 0.02, NULL);
    add_pair(&result, "cpu", 1, 0.02, NULL);
    cr_assert_eq(tare_selftest_make(&selftest, &result, NULL), 0, "no memory");
    expect_near(selftest.work[0].log_stddev, 0.02, "spread");
    tare_result_free(&result);
}

Test(selftest, bad_input_has_a_stated_result)
{
    struct tare_result result;
    struct tare_selftest selftest;

    tare_result_init(&result);
    cr_assert_eq(tare_selftest_make(&selftest, &result, NULL), 0, "no memory");
    cr_expect_str_eq(selftest.reason, "no pair was measured", "%s", selftest.reason);
    cr_expect_eq(selftest.work_count, 0, "%zu works", selftest.work_count);

    add_pair(&result, "flat", 3, 0, "same");
    add_pair(&result, "slow", 3, 0.01, "unsure");
    result.block[1].wall_ns = 12e9;
    cr_assert_eq(tare_selftest_make(&selftest, &result, NULL), 0, "no memory");
    expect_near(selftest.work[0].log_stddev, 0, "zero variance");
    expect_near(selftest.work[0].detects_1s_ratio, 0.001, "the floor");
    expect_near(selftest.work[1].detects_1s_ratio, NAN, "no set in 1 s");
    expect_near(selftest.work[1].detects_10s_ratio, NAN, "two sets in 10 s");

    free(result.block[1].row[1].status);
    result.block[1].row[1].status = strdup("crashed");
    result.block[1].row[1].reason = strdup("SIGSEGV in set 1");
    result.block[1].row[1].sample_count = 0;
    cr_assert_eq(tare_selftest_make(&selftest, &result, NULL), 0, "no memory");
    cr_expect_str_eq(selftest.reason, "g/b: crashed: SIGSEGV in set 1", "%s", selftest.reason);
    cr_expect_eq(selftest.pair_count, 1, "%zu pairs", selftest.pair_count);
    expect_near(selftest.work[1].log_stddev, NAN, "nothing to say of it");
    expect_near(selftest.work[1].set_wall_ns, NAN, "nor of its sets");
    tare_result_free(&result);
}
