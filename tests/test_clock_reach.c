/* SPDX-License-Identifier: MIT */
/* What a step of the clock cannot tell: sets that agree to the step agree to no more than that. */
#include <criterion/criterion.h>

#include <math.h>
#include <stdlib.h>

#include "conduct/looks.h"
#include "model/compare.h"
#include "support_compare.h"
#include "support_summary.h"

#define K 5

static double scratch[64];

/* An arm whose samples are all of one length. */
struct steady {
    double ns;
    struct tare_stats_set set[K];
};

static void make(struct steady *arm, double ns)
{
    arm->ns = ns;
    for (size_t i = 0; i < K; i++)
        arm->set[i] = (struct tare_stats_set){&arm->ns, 1};
}

static struct tare_stats_arm summarize(double reach)
{
    struct steady arm;

    make(&arm, 100);
    return tare_stats_arm_summarize(&(struct tare_stats_arm_params){
        .sets = arm.set, .set_count = K, .clock_reach = reach, .scratch = scratch});
}

static struct tare_stats_pair compare(double ns, double reach)
{
    struct tare_stats_rule rule = TARE_STATS_RULE_DEFAULT;
    struct tare_stats_pair pair;
    struct steady arm, baseline;

    make(&arm, ns);
    make(&baseline, 100);
    pair = tare_stats_pair_compare(&(struct tare_stats_pair_params){.arm = arm.set,
                                                                    .baseline = baseline.set,
                                                                    .set_count = K,
                                                                    .clock_reach = reach,
                                                                    .scratch = scratch});
    tare_stats_block_judge(&(struct tare_stats_block){
        .pairs = &pair, .pair_count = 1, .scratch = scratch, .rule = rule});
    return pair;
}

Test(clock_reach, a_time_is_known_to_a_step_at_best)
{
    struct tare_stats_arm arm = summarize(log1p(0.02));

    bench_expect_number("lower end", arm.time_lo_ns, 100 / 1.02);
    bench_expect_number("upper end", arm.time_hi_ns, 102);
    bench_expect_number("half", tare_stats_half_width(arm.time_ns, arm.time_lo_ns, arm.time_hi_ns),
                        0.02);
    bench_expect_number("none", summarize(INFINITY).time_lo_ns, NAN);
    bench_expect_number("its time", summarize(INFINITY).time_ns, 100);
}

Test(clock_reach, sets_that_differ_by_more_say_it_themselves)
{
    static const double ns[] = {90, 95, 100, 105, 110};
    struct tare_stats_set set[K];
    struct tare_stats_arm plain, coarse;

    for (size_t i = 0; i < K; i++)
        set[i] = (struct tare_stats_set){&ns[i], 1};
    plain = tare_stats_arm_summarize(
        &(struct tare_stats_arm_params){.sets = set, .set_count = K, .scratch = scratch});
    coarse = tare_stats_arm_summarize(&(struct tare_stats_arm_params){
        .sets = set, .set_count = K, .clock_reach = 0.01, .scratch = scratch});
    bench_expect_number("lower end", coarse.time_lo_ns, plain.time_lo_ns);
    bench_expect_number("upper end", coarse.time_hi_ns, plain.time_hi_ns);
}

Test(clock_reach, less_is_no_difference)
{
    struct tare_stats_pair within = compare(101, 0.02);
    struct tare_stats_pair beyond = compare(103, 0.02);
    struct tare_stats_pair exact = compare(101, 0);

    cr_expect_eq(within.verdict, TARE_STATS_UNSURE, "1 %% of 2: %d", within.verdict);
    cr_expect_eq(within.sets_needed, 0, "no number of sets would tell: %zu", within.sets_needed);
    bench_expect_number("lower end", within.ratio_lo, 1.01 * exp(-0.02));
    bench_expect_number("upper end", within.ratio_hi90, 1.01 * exp(0.02));
    cr_expect_eq(beyond.verdict, TARE_STATS_SLOWER, "3 %% of 2: %d", beyond.verdict);
    cr_expect_eq(exact.verdict, TARE_STATS_SLOWER, "a clock without steps: %d", exact.verdict);
}

Test(clock_reach, the_same_is_within_the_margin_and_the_step)
{
    struct tare_stats_pair fine = compare(100, 0.004);
    struct tare_stats_pair coarse = compare(100, 0.006);

    cr_expect_eq(fine.verdict, TARE_STATS_SAME, "0.4 of 0.5 %%: %d", fine.verdict);
    cr_expect_eq(coarse.verdict, TARE_STATS_UNSURE, "0.6 of 0.5 %%: %d", coarse.verdict);
    cr_expect_eq(coarse.sets_needed, 0, "no number of sets would tell: %zu", coarse.sets_needed);
}

Test(clock_reach, samples_that_are_no_longer_than_nothing_have_no_ratio)
{
    bench_expect_number("ratio", compare(101, INFINITY).ratio, NAN);
    cr_expect_eq(compare(101, INFINITY).verdict, TARE_STATS_NONE, "a verdict");
}

/* Arms of 100 and 200 ns an operation, thus samples of 1 and 2 us. */
Test(clock_reach, a_precision_below_the_step_is_not_pursued)
{
    static struct bench bench;
    struct tare_err err = {0};
    struct tare_looks_params looks;
    struct tare_block block;
    bool enough;

    bench_set_up(&bench, THREE, NULL);
    for (size_t i = 0; i < bench.run.arm_count; i++) {
        bench_give_all(&bench, i, i == 1 ? 100 : 200, 1);
        bench.arm[i].clock_resolution_ns = 10;
    }
    looks = (struct tare_looks_params){.arm = bench.arm,
                                       .arm_count = bench.run.arm_count,
                                       .baseline = bench.asked.block->baseline,
                                       .sets = SETS,
                                       .precision_ratio = 0.02};
    cr_assert_eq(tare_looks_judge(&enough, &looks, &err), 0, "%s", err.text);
    cr_expect(enough, "1 %% and 0.5 %% of steps are within 2 %%");
    looks.precision_ratio = 0.01;
    cr_assert_eq(tare_looks_judge(&enough, &looks, &err), 0, "%s", err.text);
    cr_expect(enough, "no number of sets makes up for steps");
    bench.asked.precision_ratio = 0.01;
    block = bench_make(&bench);
    bench_expect_text("note", block.row[0].note,
                      "the clock's steps are 1.5 % of the samples, not within 1.0 % as asked for");
    bench_expect_number("time", block.row[1].time_hi_ns, 101);
    bench_expect_number("ratio", block.row[0].ratio_hi, 2 * 1.01 * 1.005);
    bench_tear_down(&bench, &block);
}

/* The pair of soa in two results, which are freed. */
static struct tare_stats_pair pair_of_soa(struct tare_result *base, struct tare_result *next)
{
    struct tare_compare compare;
    struct tare_stats_pair pair = {.ratio = NAN};
    struct tare_err err = {0};

    cr_assert_eq(tare_compare_make(&compare,
                                   &(struct tare_compare_params){.base = base,
                                                                 .next = next,
                                                                 .base_name = "old",
                                                                 .next_name = "new",
                                                                 .margin_ratio = 0.005},
                                   &err),
                 0, "%s", err.text);
    for (size_t i = 0; i < compare.row_count; i++)
        if (compare.row[i].next == &next->block[0].row[0])
            pair = compare.row[i].pair;
    tare_compare_free(&compare);
    tare_result_free(base);
    tare_result_free(next);
    return pair;
}

/* 213 against 230 ns in sets that agree, by samples of so many iterations and a clock of 10 ns. */
static enum tare_stats_verdict verdict_of_soa(double iterations)
{
    struct tare_result base, next;
    struct tare_row *soa[2];

    support_compare_make(&base, &next);
    soa[0] = &base.block[0].row[1];
    soa[1] = &next.block[0].row[0];
    for (size_t i = 0; i < 2; i++) {
        support_compare_spread(soa[i], 0);
        soa[i]->samples = 100;
        soa[i]->iterations = 100 * iterations;
    }
    base.clock_resolution_ns = next.clock_resolution_ns = 10;
    return pair_of_soa(&base, &next).verdict;
}

Test(clock_reach, stored_results_know_their_clocks)
{
    cr_expect_eq(verdict_of_soa(1), TARE_STATS_UNSURE, "8 %% of two times 4.5 %%");
    cr_expect_eq(verdict_of_soa(1000), TARE_STATS_SLOWER, "8 %% by samples of 213 us");
}

/* Sets of one time in both results, and of one sample that is alike or not. */
static struct tare_stats_pair pair_of_equals(double other_elapsed_ns)
{
    struct tare_result base, next;
    struct tare_row *soa[2];

    support_compare_make(&base, &next);
    soa[0] = &base.block[0].row[1];
    soa[1] = &next.block[0].row[0];
    for (size_t i = 0; i < 2; i++) {
        soa[i]->time_ns = 200;
        support_compare_spread(soa[i], 0);
        soa[i]->samples = soa[i]->iterations = 1;
        free(soa[i]->sample);
        soa[i]->sample = calloc(1, sizeof *soa[i]->sample);
        cr_assert_not_null(soa[i]->sample, "out of memory");
        soa[i]->sample_count = 1;
        *soa[i]->sample = (struct tare_sample){
            .process = 1, .round = 1, .iterations = 1, .elapsed_ns = i ? other_elapsed_ns : 200};
    }
    base.clock_resolution_ns = next.clock_resolution_ns = 10;
    return pair_of_soa(&base, &next);
}

Test(clock_reach, what_is_on_one_tick_is_no_copy)
{
    struct tare_stats_pair copy = pair_of_equals(200);
    struct tare_stats_pair other = pair_of_equals(210);

    cr_expect(copy.ratio_hi == 1 && copy.verdict == TARE_STATS_SAME, "a copy: %g", copy.ratio_hi);
    bench_expect_number("another run", other.ratio_hi, 1.05 * 1.05);
    cr_expect_eq(other.verdict, TARE_STATS_UNSURE, "of samples of 20 steps: %d", other.verdict);
}

Test(clock_reach, two_ticks_are_not_two_modes)
{
    double ns[200];
    struct tare_stats_set sets[K];
    static double room[1100];
    struct tare_stats_arm_params params = {.sets = sets, .set_count = K, .scratch = room};

    for (size_t i = 0; i < 200; i++)
        ns[i] = i % 2 ? 210 : 200;
    for (size_t i = 0; i < K; i++)
        sets[i] = (struct tare_stats_set){ns, 200};
    cr_expect(tare_stats_arm_summarize(&params).multimodal, "they are, by a clock without steps");
    params.clock_reach = log1p(10 / 205.);
    cr_expect(!tare_stats_arm_summarize(&params).multimodal, "one step apart");
}

/* Samples of 105, 100 and 400 ns by a clock of 10 ns. */
Test(clock_reach, a_row_says_that_no_number_of_sets_would_tell)
{
    static struct bench bench;
    struct tare_block block;

    bench_set_up(&bench, THREE, NULL);
    bench_give_all(&bench, 0, 10.5, 1);
    bench_give_all(&bench, 1, 10, 1);
    bench_give_all(&bench, 2, 40, 1);
    for (size_t i = 0; i < bench.run.arm_count; i++)
        bench.arm[i].clock_resolution_ns = 10;
    block = bench_make(&bench);
    bench_expect_text("verdict", block.row[0].verdict, "unsure");
    bench_expect_text("note", block.row[0].note,
                      "the clock's steps are 20 % of the samples; longer samples tell more");
    bench_expect_text("verdict", block.row[2].verdict, "slower");
    bench_expect_text("note", block.row[2].note, NULL);
    bench_tear_down(&bench, &block);
}
