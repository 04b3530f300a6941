/* SPDX-License-Identifier: MIT */
/* Samples by hand, rows out. The statistics themselves are tested with model/stats. */
#include <criterion/criterion.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "conduct/summary.h"
#include "support_alloc.h"
#include "support_conduct.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#define SETS        3
#define ARMS_MAX    4
#define SAMPLES_MAX 64
#define ITERATIONS  10

/* A measured block: as many arms as its plan has. */
struct bench {
    struct tare_plan plan;
    struct tare_block_params asked;
    struct tare_block_run run;
    struct tare_arm arm[ARMS_MAX];
    struct tare_sample sample[ARMS_MAX][SAMPLES_MAX];
    double prime_ns[ARMS_MAX][SAMPLES_MAX];
    struct tare_summary_params params;
};

#define NO_LISTS "0|0|0|"
/* The baseline is the second. */
#define THREE                                                                                      \
    "case|g|a|x.c|1|||b|0|0|0||" NO_LISTS "case|g|b|x.c|2|||b|0|0|0||" NO_LISTS                    \
    "case|g|c|x.c|3|||b|0|0|0||" NO_LISTS
#define RICH "case|sum|aos|x.c|1|Sum it|key||0|0|1|load|1|100|1|2|1|75|"

/* The first block of these builds. */
static void set_up(struct bench *bench, const char *cases, const char *other_cases)
{
    struct tare_err err = {0};

    memset(bench, 0, sizeof *bench);
    support_plan_add(&bench->plan, "old", cases);
    if (other_cases)
        support_plan_add(&bench->plan, "new", other_cases);
    cr_assert_eq(tare_plan_make(&bench->plan, &(struct tare_plan_wishes){0}, &err), 0, "%s",
                 err.text);
    bench->asked =
        (struct tare_block_params){.plan = &bench->plan, .block = bench->plan.block, .sets = SETS};
    bench->run = (struct tare_block_run){
        .arm = bench->arm, .arm_count = bench->plan.block->arm_count, .sets = SETS};
    bench->params = (struct tare_summary_params){.asked = &bench->asked,
                                                 .run = &bench->run,
                                                 .unweighed = "not today",
                                                 .margin_ratio = 0.005};
    for (size_t i = 0; i < bench->run.arm_count; i++) {
        tare_arm_init(&bench->arm[i], &bench->plan, bench->plan.block, i);
        bench->arm[i].sample = bench->sample[i];
        bench->arm[i].prime_ns = bench->prime_ns[i];
        bench->arm[i].reported = true;
        bench->arm[i].report.empty_loop_ns = 0.001;
    }
}

/* Samples of a set, each of ITERATIONS, primed for as many ns as one iteration takes. */
static void give(struct bench *bench, size_t arm, uint32_t set, const double *op_ns, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t at = bench->arm[arm].sample_count++;

        bench->sample[arm][at] = (struct tare_sample){.process = set,
                                                      .round = (uint32_t)i + 1,
                                                      .iterations = ITERATIONS,
                                                      .elapsed_ns = op_ns[i] * ITERATIONS};
        bench->prime_ns[arm][at] = op_ns[i];
    }
}

/* Three samples in each set, alike but for `drift`, by which each set is slower than the last. */
static void give_all(struct bench *bench, size_t arm, double op_ns, double drift)
{
    for (uint32_t set = 1; set <= SETS; set++) {
        const double same[] = {op_ns, op_ns, op_ns};

        give(bench, arm, set, same, COUNT(same));
        op_ns *= drift;
    }
}

static struct tare_block make(const struct bench *bench)
{
    struct tare_block block;
    struct tare_err err = {0};

    cr_assert_eq(tare_summary_make(&block, &bench->params, &err), 0, "%s", err.text);
    cr_assert_eq(block.row_count, bench->run.arm_count, "%zu rows", block.row_count);
    return block;
}

static void tear_down(struct bench *bench, struct tare_block *block)
{
    tare_block_free(block);
    tare_plan_free(&bench->plan);
}

static void expect_text(const char *name, const char *text, const char *expected)
{
    cr_expect_str_eq(text ? text : "NULL", expected ? expected : "NULL", "%s is '%s'", name,
                     text ? text : "NULL");
}

static void expect_number(const char *name, double value, double expected)
{
    cr_expect(isnan(expected) ? isnan(value) : fabs(value - expected) <= 1e-9 * fabs(expected),
              "%s is %.12g instead of %.12g", name, value, expected);
}

Test(summary, the_time_is_the_median_of_the_sets_medians)
{
    static const double first[] = {3, 1, 2};
    static const double second[] = {10, 60, 11, 12};
    static const double third[] = {4};
    static struct bench bench;
    struct tare_block block;
    const struct tare_row *row;

    set_up(&bench, THREE, NULL);
    give(&bench, 0, 1, first, COUNT(first));
    give(&bench, 0, 2, second, COUNT(second));
    give(&bench, 0, 3, third, COUNT(third));
    bench.arm[0].turn_count = 8;
    bench.arm[0].capped_count = 2;
    block = make(&bench);
    row = &block.row[0];
    expect_text("status", row->status, "ok");
    expect_text("reason", row->reason, NULL);
    expect_number("time", row->time_ns, 4);
    cr_assert_eq(row->set_count, 3, "%zu sets", row->set_count);
    expect_number("set 1", row->set_time_ns[0], 2);
    expect_number("set 2", row->set_time_ns[1], 11.5);
    expect_number("set 3", row->set_time_ns[2], 4);
    cr_expect(row->time_lo_ns < 4 && row->time_hi_ns > 4, "the interval %g to %g is not around 4",
              row->time_lo_ns, row->time_hi_ns);
    expect_number("least", row->min_ns, 1);
    expect_number("median of all", row->median_ns, 7);
    expect_number("mean of all", row->mean_ns, 103.0 / 8);
    expect_number("processes", row->processes, 3);
    expect_number("samples", row->samples, 8);
    expect_number("iterations", row->iterations, 80);
    cr_assert_eq(row->sample_count, 8, "%zu samples", row->sample_count);
    expect_number("sample 5", row->sample[4].elapsed_ns, 600);
    expect_number("priming", row->prime_ns, 7);
    expect_number("turns at their cap", row->capped_turns, 0.25);
    tear_down(&bench, &block);
}

Test(summary, a_set_without_samples_is_left_out)
{
    static const double odd[] = {2, 2};
    static struct bench bench;
    struct tare_block block;

    set_up(&bench, THREE, NULL);
    give(&bench, 0, 1, odd, COUNT(odd));
    give(&bench, 0, 3, odd, COUNT(odd));
    block = make(&bench);
    cr_expect_eq(block.row[0].set_count, 2, "%zu sets", block.row[0].set_count);
    expect_number("processes", block.row[0].processes, 2);
    expect_number("lower end", block.row[0].time_lo_ns, NAN);
    tear_down(&bench, &block);
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
    /* The arm's samples lie at the second and the fifth of the six. */
    {"fewer than the baseline's", 2, {2, 8}, 6, {9, 1, 9, 9, 4, 9}, 2, "slower"},
    {"more than the baseline's", 6, {9, 3, 9, 9, 12, 9}, 2, {1, 4}, 3, "slower"},
    {"one, in the middle", 1, {6}, 3, {7, 2, 7}, 3, "slower"},
    {"one of an even count", 1, {6}, 4, {7, 7, 2, 7}, 3, "slower"},
    /* Evenly spread over five: the first, the third and the fifth. */
    {"three of five", 3, {4, 4, 4}, 5, {2, 90, 2, 90, 2}, 2, "slower"},
};

Test(summary, rounds_are_paired)
{
    for (size_t i = 0; i < COUNT(pairs); i++) {
        static struct bench bench;
        struct tare_block block;

        set_up(&bench, THREE, NULL);
        for (uint32_t set = 1; set <= SETS; set++) {
            give(&bench, 0, set, pairs[i].op_ns, pairs[i].count);
            give(&bench, 1, set, pairs[i].base_ns, pairs[i].base_count);
        }
        block = make(&bench);
        expect_number(pairs[i].name, block.row[0].ratio, pairs[i].ratio);
        expect_number(pairs[i].name, block.row[0].ratio_lo, pairs[i].ratio);
        expect_text(pairs[i].name, block.row[0].verdict, pairs[i].verdict);
        expect_number("ratio of the baseline", block.row[1].ratio, 1);
        expect_number("its interval", block.row[1].ratio_lo, NAN);
        expect_text("its verdict", block.row[1].verdict, NULL);
        tear_down(&bench, &block);
    }
}

/* Each set is ten times as slow as the one before, for both arms. */
Test(summary, sets_are_paired)
{
    static struct bench bench;
    struct tare_block block;

    set_up(&bench, THREE, NULL);
    give_all(&bench, 0, 3, 10);
    give_all(&bench, 1, 1, 10);
    block = make(&bench);
    expect_number("ratio", block.row[0].ratio, 3);
    expect_number("lower end", block.row[0].ratio_lo, 3);
    expect_number("upper end", block.row[0].ratio_hi, 3);
    expect_number("time", block.row[0].time_ns, 30);
    tear_down(&bench, &block);
}

Test(summary, the_margin_is_as_asked)
{
    static struct bench bench;
    struct tare_block block;

    set_up(&bench, THREE, NULL);
    give_all(&bench, 0, 1.04, 1);
    give_all(&bench, 1, 1, 1);
    bench.params.margin_ratio = 0.05;
    block = make(&bench);
    expect_text("verdict", block.row[0].verdict, "same");
    tear_down(&bench, &block);
}

Test(summary, what_is_unsure_says_how_many_sets_it_needs)
{
    static const double slow[] = {1.2};
    static const double fast[] = {0.9};
    static struct bench bench;
    struct tare_block block;

    set_up(&bench, THREE, NULL);
    give(&bench, 0, 1, slow, 1);
    give(&bench, 0, 2, fast, 1);
    give(&bench, 0, 3, slow, 1);
    give_all(&bench, 1, 1, 1);
    block = make(&bench);
    expect_text("verdict", block.row[0].verdict, "unsure");
    cr_expect(block.row[0].sets_needed > SETS, "%g sets are needed", block.row[0].sets_needed);
    expect_number("sets that the baseline needs", block.row[1].sets_needed, NAN);
    tear_down(&bench, &block);
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

        set_up(&bench, THREE, NULL);
        for (size_t arm = 0; arm < 3; arm++)
            give_all(&bench, arm, 2, 1);
        tare_fate_set(&bench.arm[0].fate, fates[i], "because of %d", 7);
        bench.arm[0].output = output;
        block = make(&bench);
        row = &block.row[0];
        expect_text(fates[i], row->status, fates[i]);
        expect_text(fates[i], row->reason, "because of 7");
        expect_text(fates[i], row->output, "its words");
        expect_number(fates[i], row->time_ns, NAN);
        expect_number(fates[i], row->median_ns, NAN);
        expect_number(fates[i], row->ratio, NAN);
        expect_text(fates[i], row->verdict, NULL);
        cr_expect(row->set_count == 0 && !row->set_time_ns, "%s: times of sets", fates[i]);
        expect_number("samples", row->samples, 9);
        expect_text("status of a sibling", block.row[2].status, "ok");
        expect_text("verdict of a sibling", block.row[2].verdict, "same");
        tear_down(&bench, &block);
    }
}

Test(summary, without_its_baseline_an_arm_has_no_ratio)
{
    static struct bench bench;
    struct tare_block block;

    set_up(&bench, THREE, NULL);
    for (size_t arm = 0; arm < 3; arm++)
        give_all(&bench, arm, 2, 1);
    tare_fate_set(&bench.arm[1].fate, TARE_FATE_CRASHED, "SIGSEGV");
    block = make(&bench);
    for (size_t arm = 0; arm < 3; arm++) {
        expect_number("ratio", block.row[arm].ratio, NAN);
        expect_text("verdict", block.row[arm].verdict, NULL);
        expect_number("time", block.row[arm].time_ns, arm == 1 ? NAN : 2);
    }
    tear_down(&bench, &block);
}

Test(summary, an_arm_that_came_to_no_set_was_interrupted)
{
    static struct bench bench;
    struct tare_block block;

    set_up(&bench, THREE, NULL);
    give_all(&bench, 1, 2, 1);
    bench.run.sets = 0;
    bench.arm[1].sample_count = 0;
    block = make(&bench);
    for (size_t arm = 0; arm < 3; arm++) {
        expect_text("status", block.row[arm].status, "interrupted");
        expect_text("reason", block.row[arm].reason, "no set was completed");
        expect_number("time", block.row[arm].time_ns, NAN);
        expect_number("ratio", block.row[arm].ratio, NAN);
    }
    tear_down(&bench, &block);
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

        set_up(&bench, THREE, NULL);
        for (uint32_t set = 1; set <= SETS; set++)
            give(&bench, 0, set, operations[i].op_ns, 3);
        bench.arm[0].report.empty_loop_ns = 1;
        block = make(&bench);
        cr_expect_str_eq(block.row[0].status, operations[i].status, "%g ns is %s",
                         operations[i].op_ns[1], block.row[0].status);
        cr_expect_eq(block.row[0].reason != NULL, strcmp(operations[i].status, "empty") == 0,
                     "%g ns: reason", operations[i].op_ns[1]);
        tear_down(&bench, &block);
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

        set_up(&bench, THREE, NULL);
        for (uint32_t set = 1; set <= SETS; set++)
            give(&bench, 0, set, set <= arms[i].drifting ? halves : level, COUNT(level));
        give_all(&bench, 1, 1, 1);
        bench.arm[0].cold_starts = arms[i].cold_starts;
        block = make(&bench);
        expect_text("status", block.row[0].status, arms[i].reason ? "unsteady" : "ok");
        expect_text("reason", block.row[0].reason, arms[i].reason);
        cr_expect(!isnan(block.row[0].time_ns) && !isnan(block.row[0].ratio),
                  "arm %zu has no time or ratio", i);
        tear_down(&bench, &block);
    }
}

Test(summary, rows_and_block_are_named)
{
    static struct bench bench;
    struct tare_block block;
    const struct tare_row *row;

    set_up(&bench, RICH, NULL);
    give_all(&bench, 0, 2, 1);
    block = make(&bench);
    row = &block.row[0];
    expect_text("build", row->build, "old");
    expect_text("group", row->group, "sum");
    expect_text("variant", row->variant, "aos");
    expect_text("id", row->id, "sum/aos/100/load:75/threads:2");
    expect_text("baseline", row->baseline, "aos");
    expect_number("size", row->size, 100);
    expect_number("parameter", row->param, 75);
    expect_number("threads", row->threads, 2);
    cr_expect(row->cold, "not cold");
    expect_text("group of the block", block.group, "sum");
    expect_text("title", block.title, "Sum it");
    expect_text("unit", block.unit, "key");
    expect_text("parameter of the block", block.param_name, "load");
    expect_number("size of the block", block.size, 100);
    expect_number("threads of the block", block.threads, 2);
    cr_expect(!block.compares_builds, "it compares builds");
    tear_down(&bench, &block);
}

Test(summary, what_is_not_said_has_its_default)
{
    static struct bench bench;
    struct tare_block block;

    set_up(&bench, THREE, THREE);
    give_all(&bench, 0, 2, 1);
    give_all(&bench, 1, 2, 1);
    block = make(&bench);
    expect_text("title", block.title, "g");
    expect_text("unit", block.unit, "item");
    expect_text("parameter", block.param_name, NULL);
    expect_number("size", block.size, NAN);
    expect_number("parameter", block.param, NAN);
    cr_expect(block.compares_builds, "it compares variants");
    expect_text("build", block.row[1].build, "new");
    expect_text("baseline", block.row[1].baseline, "old");
    expect_text("variant", block.row[1].variant, "a");
    tear_down(&bench, &block);
}

Test(summary, the_books_are_summed)
{
    static struct bench bench;
    struct tare_block block;

    set_up(&bench, THREE, NULL);
    bench.run.sets = 2;
    bench.run.wall_ns = 5e9;
    bench.run.steal_ns = 7;
    bench.run.waited_ns = NAN;
    bench.run.switches = 9;
    for (size_t arm = 0; arm < 3; arm++) {
        bench.arm[arm].sampled_ns = 1 + (double)arm;
        bench.arm[arm].primed_ns = 10 + 10 * (double)arm;
        bench.arm[arm].setup_ns = 100 + 100 * (double)arm;
    }
    block = make(&bench);
    cr_expect_eq(block.sets, 2, "%zu sets", block.sets);
    expect_number("wall", block.wall_ns, 5e9);
    expect_number("steal", block.steal_ns, 7);
    expect_number("waited", block.waited_ns, NAN);
    expect_number("switches", block.switches, 9);
    expect_number("sampled", block.sampled_ns, 6);
    expect_number("primed", block.primed_ns, 60);
    expect_number("set-up", block.setup_ns, 600);
    tear_down(&bench, &block);
}

Test(summary, what_the_case_says_of_itself_is_taken_over)
{
    static struct bench bench;
    struct tare_case_report *report = &bench.arm[0].report;
    struct tare_block block;
    const struct tare_row *row;

    set_up(&bench, THREE, NULL);
    give_all(&bench, 0, 20, 1);
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
    block = make(&bench);
    row = &block.row[0];
    expect_number("items", row->items, 5);
    expect_number("an item", row->item_ns, 4);
    expect_number("throughput", row->bytes_per_s, 2e9);
    cr_expect(row->check.known && row->check.value == UINT64_MAX, "the check is %llu",
              (unsigned long long)row->check.value);
    expect_number("resident", row->rss_increase_bytes, 4096);
    expect_number("peak", row->rss_peak_bytes, NAN);
    expect_number("faults", row->minor_faults, 0);
    cr_assert_eq(row->counter_count, 2, "%zu counters", row->counter_count);
    expect_text("counter 0", row->counter[0].name, "hits");
    expect_number("counter 0", row->counter[0].value, 7);
    cr_expect_eq(strlen(row->counter[1].name), 63, "a name of %zu bytes",
                 strlen(row->counter[1].name));
    expect_number("counter 1", row->counter[1].value, -2.5);
    tear_down(&bench, &block);
}

Test(summary, what_the_case_does_not_say_is_unavailable)
{
    static struct bench bench;
    struct tare_block block;
    const struct tare_row *row;

    set_up(&bench, THREE, NULL);
    give_all(&bench, 0, 20, 1);
    bench.arm[0].reported = false;
    bench.arm[0].report.items = 3;
    block = make(&bench);
    row = &block.row[0];
    expect_number("items", row->items, NAN);
    expect_number("an item", row->item_ns, NAN);
    expect_number("throughput", row->bytes_per_s, NAN);
    expect_number("turns at their cap", row->capped_turns, NAN);
    expect_number("resident", row->rss_increase_bytes, NAN);
    cr_expect(!row->check.known, "a check");
    tear_down(&bench, &block);
}

static const struct tare_weight weighed = {
    .root_count = 1,
    .sizeof_known = true,
    .sizeof_bytes = 16,
    .size = {.deep_bytes = 160,
             .usable_bytes = 240,
             .blocks = 10,
             .unwritten_bytes = 4,
             .cache_lines = 11,
             .pages = 2},
    .iterations = 8,
    .allocs = 16,
    .frees = 4,
    .alloc_bytes = 80,
    .peak_bytes = 100,
    .returned = true,
    .leaked_blocks = 1,
    .leaked_bytes = 24,
};

Test(summary, weights_come_with_the_row)
{
    static const struct {
        enum tare_field_id field;
        double value;
    } fields[] = {
        {TARE_FIELD_sizeof_bytes, 16},
        {TARE_FIELD_deep_bytes, 160},
        {TARE_FIELD_usable_bytes, 240},
        {TARE_FIELD_unwritten_bytes, 4},
        {TARE_FIELD_blocks, 10},
        {TARE_FIELD_cache_lines, 11},
        {TARE_FIELD_pages, 2},
        {TARE_FIELD_bytes_per_item, 1.6},
        {TARE_FIELD_allocs_per_op, 2},
        {TARE_FIELD_frees_per_op, 0.5},
        {TARE_FIELD_alloc_bytes_per_op, 10},
        {TARE_FIELD_peak_heap_bytes, 100},
        {TARE_FIELD_leaked_bytes, 24},
        {TARE_FIELD_leaked_blocks, 1},
        {TARE_FIELD_padding_bytes, NAN},
        {TARE_FIELD_cyclic_bytes, NAN},
    };
    static struct bench bench;
    struct tare_weight weight = weighed;
    struct tare_block block;

    weight.refs_count = 2;
    weight.refs[0] = (struct tare_weigh_refs){"head", true, 3};
    weight.refs[1] = (struct tare_weigh_refs){"tail", false, 3};
    set_up(&bench, RICH, NULL);
    give_all(&bench, 0, 20, 1);
    bench.params.weight = &weight;
    block = make(&bench);
    for (size_t i = 0; i < COUNT(fields); i++)
        expect_number(tare_fields[fields[i].field].name,
                      tare_row_number(&block.row[0], fields[i].field), fields[i].value);
    cr_assert_eq(block.row[0].refs_count, 2, "%zu counts of pointers", block.row[0].refs_count);
    expect_text("expression", block.row[0].refs[0].expression, "head");
    expect_number("pointers to head", block.row[0].refs[0].count, 3);
    expect_number("pointers to tail", block.row[0].refs[1].count, NAN);
    tear_down(&bench, &block);
}

#define NEEDS_TYPES "needs the types in the debug information, which are not read yet"

static void take_all(struct tare_weight *weight, struct tare_arm *arm)
{
    (void)arm;
    tare_err_set(&weight->missing, TARE_ERR_UNFIT, "static binary");
}

static void take_root(struct tare_weight *weight, struct tare_arm *arm)
{
    (void)arm;
    weight->root_count = 0;
}

static void take_type(struct tare_weight *weight, struct tare_arm *arm)
{
    (void)arm;
    weight->sizeof_known = false;
}

static void take_graph(struct tare_weight *weight, struct tare_arm *arm)
{
    (void)arm;
    tare_err_set(&weight->missing_graph, TARE_ERR_SYSTEM, "unreadable");
}

static void take_loop(struct tare_weight *weight, struct tare_arm *arm)
{
    (void)arm;
    tare_err_set(&weight->missing_loop, TARE_ERR_INPUT, "books are full");
}

static void take_loop_and_end(struct tare_weight *weight, struct tare_arm *arm)
{
    take_loop(weight, arm);
    weight->returned = false;
}

static void take_end(struct tare_weight *weight, struct tare_arm *arm)
{
    (void)arm;
    weight->returned = false;
}

static void take_iterations(struct tare_weight *weight, struct tare_arm *arm)
{
    (void)arm;
    weight->iterations = 0;
}

static void take_elements(struct tare_weight *weight, struct tare_arm *arm)
{
    (void)weight;
    arm->report.elements = 0;
}

/* Weights that lack something, and the reasons that this is for: of the shallow size, of the graph,
 * of an item, of the loop's books, of the leaks. NULL: it is there. */
static const struct {
    const char *name;
    void (*take)(struct tare_weight *weight, struct tare_arm *arm);
    const char *shallow;
    const char *graph;
    const char *item;
    const char *loop;
    const char *leaks;
} lacking[] = {
    {"nothing was weighed", take_all, "static binary", "static binary", "static binary",
     "static binary", "static binary"},
    {"no tare_weigh", take_root, "the case does not call tare_weigh",
     "the case does not call tare_weigh", "the case does not call tare_weigh", NULL, NULL},
    {"an opaque type", take_type, "a weighed pointer is a void *", NULL, NULL, NULL, NULL},
    {"no graph", take_graph, NULL, "unreadable", "unreadable", NULL, NULL},
    {"no books", take_loop, NULL, NULL, NULL, "books are full", NULL},
    {"no books and no end", take_loop_and_end, NULL, NULL, NULL, "books are full",
     "books are full"},
    {"no end", take_end, NULL, NULL, NULL, NULL, "the case did not return when it was weighed"},
    {"no loop", take_iterations, NULL, NULL, NULL, "the loop was not reached", NULL},
    {"no elements", take_elements, NULL, NULL,
     "neither tare_elements nor a size says how many items", NULL, NULL},
};

Test(summary, a_weight_that_is_lacking_has_its_reason)
{
    for (size_t i = 0; i < COUNT(lacking); i++) {
        const struct {
            enum tare_field_id field;
            const char *reason;
        } fields[] = {
            {TARE_FIELD_sizeof_bytes, lacking[i].shallow},
            {TARE_FIELD_deep_bytes, lacking[i].graph},
            {TARE_FIELD_pages, lacking[i].graph},
            {TARE_FIELD_bytes_per_item, lacking[i].item},
            {TARE_FIELD_allocs_per_op, lacking[i].loop},
            {TARE_FIELD_peak_heap_bytes, lacking[i].loop},
            {TARE_FIELD_leaked_bytes, lacking[i].leaks},
            {TARE_FIELD_leaked_blocks, lacking[i].leaks},
            {TARE_FIELD_cyclic_bytes, i == 0 ? "static binary" : NEEDS_TYPES},
        };
        static struct bench bench;
        static struct tare_weight weights[3];
        struct tare_block block;

        set_up(&bench, THREE, NULL);
        give_all(&bench, 0, 20, 1);
        bench.arm[0].report.elements = 20;
        weights[0] = weighed;
        lacking[i].take(&weights[0], &bench.arm[0]);
        bench.params.weight = weights;
        block = make(&bench);
        for (size_t j = 0; j < COUNT(fields); j++) {
            double value = tare_row_number(&block.row[0], fields[j].field);

            cr_expect_eq(isnan(value), fields[j].reason != NULL, "%s: %s is %g", lacking[i].name,
                         tare_fields[fields[j].field].name, value);
            expect_text(lacking[i].name, tare_row_missing(&block.row[0], fields[j].field),
                        fields[j].reason);
        }
        tear_down(&bench, &block);
    }
}

Test(summary, without_weights_every_one_has_the_reason)
{
    static struct bench bench;
    struct tare_block block;

    set_up(&bench, THREE, NULL);
    give_all(&bench, 0, 20, 1);
    block = make(&bench);
    for (int i = TARE_FIELD_sizeof_bytes; i <= TARE_FIELD_cyclic_bytes; i++) {
        expect_number(tare_fields[i].name, tare_row_number(&block.row[0], (enum tare_field_id)i),
                      NAN);
        expect_text(tare_fields[i].name, tare_row_missing(&block.row[0], (enum tare_field_id)i),
                    "not today");
    }
    tear_down(&bench, &block);
}

static int attempt(void *data, struct tare_err *err)
{
    const struct bench *bench = data;
    struct tare_block block;
    int status = tare_summary_make(&block, &bench->params, err);

    cr_expect_eq(block.row_count, status ? 0 : bench->run.arm_count, "%zu rows", block.row_count);
    tare_block_free(&block);
    return status;
}

Test(summary, memory_that_runs_out_is_told)
{
    static struct bench bench;
    static struct tare_weight weights[3];
    char output[] = "its words";

    set_up(&bench, THREE, NULL);
    for (size_t arm = 0; arm < 3; arm++) {
        give_all(&bench, arm, 2, 1);
        weights[arm] = weighed;
        weights[arm].refs_count = 1;
        weights[arm].refs[0] = (struct tare_weigh_refs){"head", true, 3};
    }
    weights[0].missing_graph = (struct tare_err){TARE_ERR_INPUT, "unreadable"};
    bench.arm[0].report.counter_count = 1;
    tare_fate_set(&bench.arm[2].fate, TARE_FATE_CRASHED, "SIGSEGV");
    bench.arm[2].output = output;
    bench.params.weight = weights;
    support_alloc_each(attempt, &bench);
    tare_plan_free(&bench.plan);
}
