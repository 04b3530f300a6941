/* SPDX-License-Identifier: MIT */
/* Samples by hand, rows out. The statistics themselves are tested with model/stats. */
#include <criterion/criterion.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "conduct/looks.h"
#include "model/stats_t.h"
#include "support_summary.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

Test(summary, the_time_is_the_median_of_the_sets_medians)
{
    static const double first[] = {3, 1, 2};
    static const double second[] = {10, 60, 11, 12};
    static const double third[] = {4};
    static struct bench bench;
    struct tare_block block;
    const struct tare_row *row;

    bench_set_up(&bench, THREE, NULL);
    bench_give(&bench, 0, 1, first, COUNT(first));
    bench_give(&bench, 0, 2, second, COUNT(second));
    bench_give(&bench, 0, 3, third, COUNT(third));
    bench.arm[0].turn_count = 8;
    bench.arm[0].capped_count = 2;
    block = bench_make(&bench);
    row = &block.row[0];
    bench_expect_text("status", row->status, "ok");
    bench_expect_text("reason", row->reason, NULL);
    bench_expect_number("time", row->time_ns, 4);
    cr_assert_eq(row->set_count, 3, "%zu sets", row->set_count);
    bench_expect_number("set 1", row->set_time_ns[0], 2);
    bench_expect_number("set 2", row->set_time_ns[1], 11.5);
    bench_expect_number("set 3", row->set_time_ns[2], 4);
    cr_expect(row->time_lo_ns < 4 && row->time_hi_ns > 4, "the interval %g to %g is not around 4",
              row->time_lo_ns, row->time_hi_ns);
    bench_expect_number("least", row->min_ns, 1);
    bench_expect_number("median of all", row->median_ns, 7);
    bench_expect_number("mean of all", row->mean_ns, 103.0 / 8);
    bench_expect_number("processes", row->processes, 3);
    bench_expect_number("samples", row->samples, 8);
    bench_expect_number("iterations", row->iterations, 80);
    cr_assert_eq(row->sample_count, 8, "%zu samples", row->sample_count);
    bench_expect_number("sample 5", row->sample[4].elapsed_ns, 600);
    bench_expect_number("priming", row->prime_ns, 7);
    bench_expect_number("turns at their cap", row->capped_turns, 0.25);
    bench_tear_down(&bench, &block);
}

Test(summary, a_set_without_samples_is_left_out)
{
    static const double odd[] = {2, 2};
    static struct bench bench;
    struct tare_block block;

    bench_set_up(&bench, THREE, NULL);
    bench_give(&bench, 0, 1, odd, COUNT(odd));
    bench_give(&bench, 0, 3, odd, COUNT(odd));
    block = bench_make(&bench);
    cr_expect_eq(block.row[0].set_count, 2, "%zu sets", block.row[0].set_count);
    bench_expect_number("processes", block.row[0].processes, 2);
    bench_expect_number("lower end", block.row[0].time_lo_ns, NAN);
    bench_tear_down(&bench, &block);
}

/* Arm a against the baseline b, the same samples in each set. */
static const struct {
    const char *name;
    size_t count;
    double op_ns[8];
    size_t base_count;
    double base_ns[8];
    double ratio;
    const char *verdict;
} pairs[] = {
    {"as slow again", 3, {2, 4, 6}, 3, {1, 2, 3}, 2, "slower"},
    {"twice as fast", 1, {1}, 1, {2}, 0.5, "faster"},
    {"alike", 2, {5, 6}, 2, {5, 6}, 1, "same"},
    {"within the margin", 1, {1.003}, 1, {1}, 1.003, "same"},
    /* The medians over the set are 2 and 2. */
    {"round by round", 3, {2, 1, 8}, 3, {1, 2, 4}, 2, "slower"},
    /* The conductor gives the arm its turns in the third and the sixth of six rounds. */
    {"fewer than the baseline's", 2, {2, 8}, 6, {9, 9, 1, 9, 9, 4}, 2, "slower"},
    {"more than the baseline's", 6, {9, 9, 3, 9, 9, 12}, 2, {1, 4}, 3, "slower"},
    {"one, in the last", 1, {6}, 3, {7, 7, 2}, 3, "slower"},
    /* In the second, the fourth and the fifth. */
    {"three of five", 3, {4, 4, 4}, 5, {90, 2, 90, 2, 2}, 2, "slower"},
};

/* Of an arm with `count` samples a set beside one with `other`, as the conductor spreads them. */
static void spread_rounds(struct bench *bench, size_t arm, size_t count, size_t other)
{
    for (size_t i = 0; count < other && i < bench->arm[arm].sample_count; i++) {
        size_t nth = i % count + 1;

        bench->sample[arm][i].round = (uint32_t)((nth * other + count - 1) / count);
    }
}

Test(summary, rounds_are_paired)
{
    for (size_t i = 0; i < COUNT(pairs); i++) {
        static struct bench bench;
        struct tare_block block;

        bench_set_up(&bench, THREE, NULL);
        for (uint32_t set = 1; set <= SETS; set++) {
            bench_give(&bench, 0, set, pairs[i].op_ns, pairs[i].count);
            bench_give(&bench, 1, set, pairs[i].base_ns, pairs[i].base_count);
        }
        spread_rounds(&bench, 0, pairs[i].count, pairs[i].base_count);
        spread_rounds(&bench, 1, pairs[i].base_count, pairs[i].count);
        block = bench_make(&bench);
        bench_expect_number(pairs[i].name, block.row[0].ratio, pairs[i].ratio);
        bench_expect_number(pairs[i].name, block.row[0].ratio_lo, pairs[i].ratio);
        bench_expect_text(pairs[i].name, block.row[0].verdict, pairs[i].verdict);
        bench_expect_number("ratio of the baseline", block.row[1].ratio, 1);
        bench_expect_number("its interval", block.row[1].ratio_lo, NAN);
        bench_expect_text("its verdict", block.row[1].verdict, NULL);
        bench_tear_down(&bench, &block);
    }
}

/* Each set is ten times as slow as the one before, for both arms. */
Test(summary, sets_are_paired)
{
    static struct bench bench;
    struct tare_block block;

    bench_set_up(&bench, THREE, NULL);
    bench_give_all(&bench, 0, 3, 10);
    bench_give_all(&bench, 1, 1, 10);
    block = bench_make(&bench);
    bench_expect_number("ratio", block.row[0].ratio, 3);
    bench_expect_number("lower end", block.row[0].ratio_lo, 3);
    bench_expect_number("upper end", block.row[0].ratio_hi, 3);
    bench_expect_number("time", block.row[0].time_ns, 30);
    bench_tear_down(&bench, &block);
}

Test(summary, the_margin_is_as_asked)
{
    static struct bench bench;
    struct tare_block block;

    bench_set_up(&bench, THREE, NULL);
    bench_give_all(&bench, 0, 1.04, 1);
    bench_give_all(&bench, 1, 1, 1);
    bench.params.margin_ratio = 0.05;
    block = bench_make(&bench);
    bench_expect_text("verdict", block.row[0].verdict, "same");
    bench_tear_down(&bench, &block);
}

Test(summary, what_is_unsure_says_how_many_sets_it_needs)
{
    static const double slow[] = {1.2};
    static const double fast[] = {0.9};
    static struct bench bench;
    struct tare_block block;

    bench_set_up(&bench, THREE, NULL);
    bench_give(&bench, 0, 1, slow, 1);
    bench_give(&bench, 0, 2, fast, 1);
    bench_give(&bench, 0, 3, slow, 1);
    bench_give_all(&bench, 1, 1, 1);
    block = bench_make(&bench);
    bench_expect_text("verdict", block.row[0].verdict, "unsure");
    cr_expect(block.row[0].sets_needed > SETS, "%g sets are needed", block.row[0].sets_needed);
    bench_expect_number("sets that the baseline needs", block.row[1].sets_needed, NAN);
    bench_tear_down(&bench, &block);
}

Test(summary, arms_that_failed_keep_no_times)
{
    static const char *const fates[] = {TARE_FATE_DISAGREES, TARE_FATE_FAILED,  TARE_FATE_CRASHED,
                                        TARE_FATE_TIMEOUT,   TARE_FATE_SKIPPED, TARE_FATE_NO_LOOP,
                                        TARE_FATE_EXITED};

    for (size_t i = 0; i < COUNT(fates); i++) {
        static struct bench bench;
        struct tare_block block;
        const struct tare_row *row;
        char output[] = "its words";

        bench_set_up(&bench, THREE, NULL);
        for (size_t arm = 0; arm < 3; arm++)
            bench_give_all(&bench, arm, 2, 1);
        tare_fate_set(&bench.arm[0].fate, fates[i], "because of %d", 7);
        bench.arm[0].output = output;
        block = bench_make(&bench);
        row = &block.row[0];
        bench_expect_text(fates[i], row->status, fates[i]);
        bench_expect_text(fates[i], row->reason, "because of 7");
        bench_expect_text(fates[i], row->output, "its words");
        bench_expect_number(fates[i], row->time_ns, NAN);
        bench_expect_number(fates[i], row->median_ns, NAN);
        bench_expect_number(fates[i], row->ratio, NAN);
        bench_expect_text(fates[i], row->verdict, NULL);
        cr_expect(row->set_count == 0 && !row->set_time_ns, "%s: times of sets", fates[i]);
        bench_expect_number("samples", row->samples, 9);
        bench_expect_text("status of a sibling", block.row[2].status, "ok");
        bench_expect_text("verdict of a sibling", block.row[2].verdict, "same");
        bench_tear_down(&bench, &block);
    }
}

Test(summary, without_its_baseline_an_arm_has_no_ratio)
{
    static struct bench bench;
    struct tare_block block;

    bench_set_up(&bench, THREE, NULL);
    for (size_t arm = 0; arm < 3; arm++)
        bench_give_all(&bench, arm, 2, 1);
    tare_fate_set(&bench.arm[1].fate, TARE_FATE_CRASHED, "SIGSEGV");
    block = bench_make(&bench);
    for (size_t arm = 0; arm < 3; arm++) {
        bench_expect_number("ratio", block.row[arm].ratio, NAN);
        bench_expect_text("verdict", block.row[arm].verdict, NULL);
        bench_expect_number("time", block.row[arm].time_ns, arm == 1 ? NAN : 2);
    }
    bench_tear_down(&bench, &block);
}

/* To do nothing is not to do it faster; nor is anything slower than nothing. */
Test(summary, what_is_empty_has_no_ratio)
{
    for (size_t empty = 0; empty < 2; empty++) {
        static struct bench bench;
        struct tare_block block;
        double none[] = {1, 1, 1};
        double some[] = {5, 5, 5};

        bench_set_up(&bench, THREE, NULL);
        for (uint32_t set = 1; set <= SETS; set++)
            for (size_t arm = 0; arm < 2; arm++)
                bench_give(&bench, arm, set, arm == empty ? none : some, COUNT(none));
        for (size_t arm = 0; arm < 2; arm++)
            bench.arm[arm].report.empty_loop_ns = 1;
        block = bench_make(&bench);
        bench_expect_text("status", block.row[empty].status, "empty");
        bench_expect_number("ratio", block.row[0].ratio, NAN);
        bench_expect_text("verdict", block.row[0].verdict, NULL);
        bench_tear_down(&bench, &block);
    }
}

Test(summary, an_arm_that_came_to_no_set_was_interrupted)
{
    static struct bench bench;
    struct tare_block block;

    bench_set_up(&bench, THREE, NULL);
    bench_give_all(&bench, 1, 2, 1);
    bench.run.sets = 0;
    bench.arm[1].sample_count = 0;
    block = bench_make(&bench);
    for (size_t arm = 0; arm < 3; arm++) {
        bench_expect_text("status", block.row[arm].status, "interrupted");
        bench_expect_text("reason", block.row[arm].reason, "no set was completed");
        bench_expect_number("time", block.row[arm].time_ns, NAN);
        bench_expect_number("ratio", block.row[arm].ratio, NAN);
    }
    bench_tear_down(&bench, &block);
}

/* An empty loop takes 1 ns an iteration. */
Test(summary, operations_that_are_no_slower_than_an_empty_loop_are_empty)
{
    static const struct {
        double op_ns[3];
        const char *status;
    } operations[] = {
        {{1, 1, 1}, "empty"},          {{0, 0, 0}, "empty"},       {{-0.1, 0, 0.1}, "empty"},
        {{1.1, 1.1, 1.1}, "empty"},    {{1.11, 1.11, 1.11}, "ok"}, {{5, 5, 5}, "ok"},
        {{1.29, 1.39, 1.49}, "empty"},                      /* 1.1 and three deviations of 0.1 */
        {{1.31, 1.41, 1.51}, "ok"},    {{2, 2.5, 3}, "ok"}, /* noise excuses no more than twice */
    };

    for (size_t i = 0; i < COUNT(operations); i++) {
        static struct bench bench;
        struct tare_block block;

        bench_set_up(&bench, THREE, NULL);
        for (uint32_t set = 1; set <= SETS; set++)
            bench_give(&bench, 0, set, operations[i].op_ns, 3);
        bench.arm[0].report.empty_loop_ns = 1;
        block = bench_make(&bench);
        cr_expect_str_eq(block.row[0].status, operations[i].status, "%g ns is %s",
                         operations[i].op_ns[1], block.row[0].status);
        cr_expect_eq(block.row[0].reason != NULL, strcmp(operations[i].status, "empty") == 0,
                     "%g ns: reason", operations[i].op_ns[1]);
        bench_tear_down(&bench, &block);
    }
}

Test(summary, arms_that_do_not_settle_are_unsteady)
{
    static const double halves[] = {1, 1, 1, 1, 1.1, 1.1, 1.1, 1.1};
    static const double level[] = {1, 1, 1, 1, 1.01, 1.01, 1.01, 1.01};
    static const struct {
        size_t cold_starts;
        uint32_t drifting; /* sets */
        const char *reason;
    } arms[] = {
        {0, 1, NULL},
        {1, 0, NULL},
        {2, 0, "no steady state: in most sets no two windows of the warm-up agreed"},
        {0, 2, "no steady state: in most sets the first and the second half of the samples differ"},
    };

    for (size_t i = 0; i < COUNT(arms); i++) {
        static struct bench bench;
        struct tare_block block;

        bench_set_up(&bench, THREE, NULL);
        for (uint32_t set = 1; set <= SETS; set++)
            bench_give(&bench, 0, set, set <= arms[i].drifting ? halves : level, COUNT(level));
        bench_give_all(&bench, 1, 1, 1);
        bench.arm[0].cold_starts = arms[i].cold_starts;
        block = bench_make(&bench);
        bench_expect_text("status", block.row[0].status, arms[i].reason ? "unsteady" : "ok");
        bench_expect_text("reason", block.row[0].reason, arms[i].reason);
        cr_expect(!isnan(block.row[0].time_ns) && !isnan(block.row[0].ratio),
                  "arm %zu has no time or ratio", i);
        bench_tear_down(&bench, &block);
    }
}

Test(summary, rows_and_block_are_named)
{
    static struct bench bench;
    struct tare_block block;
    const struct tare_row *row;

    bench_set_up(&bench, RICH, NULL);
    bench_give_all(&bench, 0, 2, 1);
    block = bench_make(&bench);
    row = &block.row[0];
    bench_expect_text("build", row->build, "old");
    bench_expect_text("group", row->group, "sum");
    bench_expect_text("variant", row->variant, "aos");
    bench_expect_text("id", row->id, "sum/aos/100/load:75/threads:2");
    bench_expect_text("baseline", row->baseline, "aos");
    bench_expect_number("size", row->size, 100);
    bench_expect_number("parameter", row->param, 75);
    bench_expect_number("threads", row->threads, 2);
    cr_expect(row->cold, "not cold");
    bench_expect_text("group of the block", block.group, "sum");
    bench_expect_text("title", block.title, "Sum it");
    bench_expect_text("unit", block.unit, "key");
    bench_expect_text("parameter of the block", block.param_name, "load");
    bench_expect_number("size of the block", block.size, 100);
    bench_expect_number("threads of the block", block.threads, 2);
    cr_expect(!block.compares_builds, "it compares builds");
    bench_tear_down(&bench, &block);
}

Test(summary, what_is_not_said_has_its_default)
{
    static struct bench bench;
    struct tare_block block;

    bench_set_up(&bench, THREE, THREE);
    bench_give_all(&bench, 0, 2, 1);
    bench_give_all(&bench, 1, 2, 1);
    block = bench_make(&bench);
    bench_expect_text("title", block.title, "g");
    bench_expect_text("unit", block.unit, "item");
    bench_expect_text("parameter", block.param_name, NULL);
    bench_expect_number("size", block.size, NAN);
    bench_expect_number("parameter", block.param, NAN);
    cr_expect(block.compares_builds, "it compares variants");
    bench_expect_text("build", block.row[1].build, "new");
    bench_expect_text("baseline", block.row[1].baseline, "old");
    bench_expect_text("variant", block.row[1].variant, "a");
    bench_tear_down(&bench, &block);
}

Test(summary, what_the_case_says_of_itself_is_taken_over)
{
    static struct bench bench;
    struct tare_case_report *report = &bench.arm[0].report;
    struct tare_block block;
    const struct tare_row *row;

    bench_set_up(&bench, THREE, NULL);
    bench_give_all(&bench, 0, 20, 1);
    *report = (struct tare_case_report){.items = 5,
                                        .bytes = 40,
                                        .checked = true,
                                        .check = UINT64_MAX,
                                        .rss_increase_bytes = 4096,
                                        .rss_peak_bytes = -1,
                                        .minor_faults = 0,
                                        .counter_count = 2,
                                        .counter = {{"hits", 7}, {"", -2.5}}};
    memset(report->counter[1].name, 'x', sizeof report->counter[1].name); /* and no NUL */
    report->counter[2].name[0] = 'y';
    block = bench_make(&bench);
    row = &block.row[0];
    bench_expect_number("items", row->items, 5);
    bench_expect_number("an item", row->item_ns, 4);
    bench_expect_number("throughput", row->bytes_per_s, 2e9);
    cr_expect(row->check.known && row->check.value == UINT64_MAX, "the check is %llu",
              (unsigned long long)row->check.value);
    bench_expect_number("resident", row->rss_increase_bytes, 4096);
    bench_expect_number("peak", row->rss_peak_bytes, NAN);
    bench_expect_number("faults", row->minor_faults, 0);
    cr_assert_eq(row->counter_count, 2, "%zu counters", row->counter_count);
    bench_expect_text("counter 0", row->counter[0].name, "hits");
    bench_expect_number("counter 0", row->counter[0].value, 7);
    cr_expect_eq(strlen(row->counter[1].name), 63, "a name of %zu bytes",
                 strlen(row->counter[1].name));
    bench_expect_number("counter 1", row->counter[1].value, -2.5);
    bench_tear_down(&bench, &block);
}

Test(summary, what_the_case_does_not_say_is_unavailable)
{
    static struct bench bench;
    struct tare_block block;
    const struct tare_row *row;

    bench_set_up(&bench, THREE, NULL);
    bench_give_all(&bench, 0, 20, 1);
    bench.arm[0].reported = false;
    bench.arm[0].report.items = 3;
    block = bench_make(&bench);
    row = &block.row[0];
    bench_expect_number("items", row->items, NAN);
    bench_expect_number("an item", row->item_ns, NAN);
    bench_expect_number("throughput", row->bytes_per_s, NAN);
    bench_expect_number("turns at their cap", row->capped_turns, NAN);
    bench_expect_number("resident", row->rss_increase_bytes, NAN);
    cr_expect(!row->check.known, "a check");
    bench_tear_down(&bench, &block);
}

/* Three sets whose times differ by 1 %: what one look of several says of them. */
Test(summary, looks_have_a_level_of_their_own)
{
    static struct bench bench;
    struct tare_block block;
    double logs[SETS];
    struct tare_stats_trimmed trimmed;
    struct tare_stats_interval expected;

    bench_set_up(&bench, THREE, NULL);
    bench_give_all(&bench, 0, 100, 1.01);
    for (size_t s = 0; s < SETS; s++)
        logs[s] = (double)s * log(1.01);
    bench.asked.precision_ratio = 0.001;
    block = bench_make(&bench);
    trimmed = tare_stats_trim(logs, SETS);
    expected = tare_stats_mean_interval(&trimmed, TARE_LOOKS_LEVEL);
    cr_expect(fabs(block.row[0].time_hi_ns - 100 * exp(expected.hi)) < 1e-6,
              "the upper end is %g, not %g", block.row[0].time_hi_ns, 100 * exp(expected.hi));
    cr_expect_not_null(block.row[0].note, "no word on a precision that was not reached");
    bench_tear_down(&bench, &block);
    bench_set_up(&bench, THREE, NULL);
    bench_give_all(&bench, 0, 100, 1.01);
    bench.asked.precision_ratio = 0.9;
    block = bench_make(&bench);
    bench_expect_text("note", block.row[0].note, NULL);
    bench_tear_down(&bench, &block);
}
