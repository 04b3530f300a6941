/* SPDX-License-Identifier: MIT */
/* Links found and compared, and what a block makes of sets that share one. */
#include <criterion/criterion.h>

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "conduct/layouts.h"
#include "model/json.h"
#include "model/stats_pair.h"
#include "model/stats_t.h"
#include "support_conduct.h"
#include "support_run.h"
#include "support_summary.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static char *pattern_in(const char *folder, const char *pattern)
{
    struct tare_buf text = TARE_BUF_INIT;

    tare_buf_printf(&text, "%s/%s", folder, pattern);
    return tare_buf_steal(&text);
}

Test(layouts, are_found_in_the_order_of_their_numbers)
{
    static const char *const names[] = {"layout-1", "layout-2", "layout-10"};
    char *folder = run_folder_new();
    char *pattern = pattern_in(folder, "layout-*/bench");
    struct run made = run_shell(10,
                                "cd %s && mkdir layout-1 layout-2 layout-10 other && "
                                "touch layout-1/bench layout-2/bench layout-10/bench other/bench "
                                "layout-1/bench.ld && echo 90000000 >layout-2/bench.link_ns && "
                                "echo soon >layout-10/bench.link_ns",
                                folder);
    struct tare_plan plan = {0};
    struct tare_err err = {0};

    cr_assert_eq(made.status, 0, "%s", made.err);
    cr_assert_eq(tare_layouts_find(&plan, pattern, &err), 0, "%s", err.text);
    cr_assert_eq(plan.layout_count, COUNT(names), "%zu are found", plan.layout_count);
    for (size_t i = 0; i < COUNT(names); i++)
        cr_expect(strstr(plan.layout[i].path, names[i]) != NULL, "link %zu is %s", i,
                  plan.layout[i].path);
    cr_expect(isnan(plan.layout[0].link_ns), "no file: %g", plan.layout[0].link_ns);
    cr_expect_eq(plan.layout[1].link_ns, 9e7, "%g", plan.layout[1].link_ns);
    cr_expect(isnan(plan.layout[2].link_ns), "no time: %g", plan.layout[2].link_ns);
    tare_plan_free(&plan);
    run_free(&made);
    free(pattern);
    run_folder_remove(folder);
}

Test(layouts, a_pattern_without_a_match_is_quoted)
{
    struct tare_plan plan = {0};
    struct tare_err err = {0};

    cr_expect_eq(tare_layouts_find(&plan, "/nowhere/layout-*/bench", &err), -1, "found");
    cr_expect_eq(err.code, TARE_ERR_USAGE, "code %d", (int)err.code);
    cr_expect(strstr(err.text, "'/nowhere/layout-*/bench': matches no file") != NULL, "%s",
              err.text);
    cr_expect_eq(plan.layout_count, 0, "%zu layouts", plan.layout_count);
    tare_plan_free(&plan);
}

#define HEAD "tare-list|1|"
#define ONE  "case|g|a|x.c|1|T|u|b|0|0|0||2|10|20|0|0|"
#define TWO  "case|g|b|x.c|2|T|u|b|0|0|0||2|10|20|0|0|"

static void parse(struct tare_listing *listing, const char *text)
{
    struct tare_err err = {0};
    size_t length;
    char *fields = support_fields(text, &length);

    cr_assert_eq(tare_listing_parse(listing, fields, length, &err), 0, "%s: %s", text, err.text);
}

Test(layouts, another_suite_is_refused_by_name)
{
    static const struct {
        const char *text;
        const char *error; /* NULL: it is the same */
    } rows[] = {
        {HEAD "gcc 12|-O2|abc|" ONE TWO "end|", NULL},
        {HEAD "gcc 12|-O2|abc|case|g|a|y.c|9|Other title|u|b|0|0|0||2|10|20|0|0|" TWO "end|", NULL},
        {HEAD "gcc 13|-O2|abc|" ONE TWO "end|", "its compiler is 'gcc 13', not 'gcc 12'"},
        {HEAD "gcc 12|-O3|abc|" ONE TWO "end|", "its flags is '-O3', not '-O2'"},
        {HEAD "gcc 12|-O2|def|" ONE TWO "end|", "its revision is 'def', not 'abc'"},
        {HEAD "gcc 12|-O2|abc|" ONE "end|", "it has 1 cases, not 2"},
        {HEAD "gcc 12|-O2|abc|" TWO ONE "end|", "it has the case 'g/b' where that has 'g/a'"},
        {HEAD "gcc 12|-O2|abc|case|g|a|x.c|1|T|u|b|0|0|0||2|10|30|0|0|" TWO "end|",
         "the group of 'g/a' differs in its sizes"},
        {HEAD "gcc 12|-O2|abc|case|g|a|x.c|1|T|u|b|0|0|1||2|10|20|0|0|" TWO "end|",
         "the group of 'g/a' differs"},
        {HEAD "gcc 12|-O2|abc|case|g|a|x.c|1|T|u|a|0|0|0||2|10|20|0|0|" TWO "end|",
         "the group of 'g/a' differs"},
        {HEAD "gcc 12|-O2|abc|case|g|a|x.c|1|T|u|b|5|0|0||2|10|20|0|0|" TWO "end|",
         "the group of 'g/a' differs"},
        {HEAD "gcc 12|-O2|abc|case|g|a|x.c|1|T|u|b|0|0|0||2|10|20|1|2|0|" TWO "end|",
         "the group of 'g/a' differs"},
    };
    struct tare_listing first;

    parse(&first, rows[0].text);
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct tare_listing listing;
        struct tare_err err = {0};
        int result;

        parse(&listing, rows[i].text);
        result = tare_layouts_compare(&listing, "b/2", &first, "b/1", &err);
        cr_expect_eq(result, rows[i].error ? -1 : 0, "row %zu: %d, %s", i, result, err.text);
        if (rows[i].error) {
            cr_expect_eq(err.code, TARE_ERR_INPUT, "row %zu: code %d", i, (int)err.code);
            cr_expect(strstr(err.text, "'b/2' is not the suite of 'b/1': ") != NULL, "row %zu: %s",
                      i, err.text);
            cr_expect(strstr(err.text, rows[i].error) != NULL, "row %zu: %s", i, err.text);
        }
        tare_listing_free(&listing);
    }
    tare_listing_free(&first);
}

Test(layouts, sets_are_raised_to_a_multiple)
{
    static const size_t rows[][3] = {{10, 10, 10}, {5, 10, 10}, {11, 10, 20}, {20, 10, 20},
                                     {10, 3, 12},  {10, 1, 10}, {7, 0, 7},    {1, 3, 3}};

    for (size_t i = 0; i < COUNT(rows); i++)
        cr_expect_eq(tare_layouts_raise(rows[i][0], rows[i][1]), rows[i][2], "%zu by %zu: %zu",
                     rows[i][0], rows[i][1], tare_layouts_raise(rows[i][0], rows[i][1]));
}

Test(layouts, sets_take_the_links_in_turn)
{
    struct tare_plan plan = {.layout_count = 3};
    static const size_t expected[] = {0, 1, 2, 0, 1, 2, 0};

    for (size_t set = 1; set <= COUNT(expected); set++)
        cr_expect_eq(tare_block_layout(&plan, set), expected[set - 1], "set %zu: link %zu", set,
                     tare_block_layout(&plan, set));
}

/* Two samples a set, `factor` times 100 ns in set s against a baseline of 100. */
static struct tare_stats_pair compare(const double *factor, size_t set_count, size_t layout_count)
{
    struct tare_stats_set arm[12];
    struct tare_stats_set baseline[12];
    double ns[12][2];
    static const double hundred[] = {100, 100};
    double scratch[24];

    for (size_t s = 0; s < set_count; s++) {
        ns[s][0] = ns[s][1] = 100 * factor[s];
        arm[s] = (struct tare_stats_set){ns[s], 2};
        baseline[s] = (struct tare_stats_set){hundred, 2};
    }
    return tare_stats_pair_compare(&(struct tare_stats_pair_params){.arm = arm,
                                                                    .baseline = baseline,
                                                                    .set_count = set_count,
                                                                    .layout_count = layout_count,
                                                                    .scratch = scratch});
}

/* Twelve sets of three links say no more than three links: t with 2 degrees of freedom. */
Test(layouts, the_interval_of_a_ratio_is_over_links)
{
    static const double factor[] = {1, 1.9, 1, 1, 1.9, 1, 1, 1.9, 1, 1, 1.9, 1};
    struct tare_stats_pair pooled = compare(factor, 12, 0);
    struct tare_stats_pair by_link = compare(factor, 12, 3);
    double means[] = {0, log(1.9), 0};
    struct tare_stats_trimmed trimmed = tare_stats_trim(means, 3);
    struct tare_stats_interval expected = tare_stats_mean_interval(&trimmed, 0.05);

    cr_expect(pooled.p_value < 0.05, "pooled, p is %g", pooled.p_value);
    cr_expect_eq(by_link.set_count, 12, "%zu sets", by_link.set_count);
    cr_expect_eq(by_link.unit_count, 3, "%zu units", by_link.unit_count);
    cr_expect_eq(by_link.df, 2, "df %g", by_link.df);
    cr_expect(by_link.p_value > 0.4, "by link, p is %g", by_link.p_value);
    cr_expect(fabs(log(by_link.ratio_lo) - expected.lo) < 1e-12, "lower end %g", by_link.ratio_lo);
    cr_expect(fabs(log(by_link.ratio_hi) - expected.hi) < 1e-12, "upper end %g", by_link.ratio_hi);
    cr_expect(fabs(by_link.log_ratio - pooled.log_ratio) < 1e-12, "the ratio itself differs");
}

Test(layouts, two_links_give_no_verdict)
{
    static const double factor[] = {1.5, 1.6, 1.5, 1.6, 1.5, 1.6};
    struct tare_stats_pair pair = compare(factor, 6, 2);
    double scratch[2];

    tare_stats_block_judge(&(struct tare_stats_block){
        .pairs = &pair, .pair_count = 1, .scratch = scratch, .rule = TARE_STATS_RULE_DEFAULT});
    cr_expect_eq(pair.verdict, TARE_STATS_UNSURE, "verdict %s",
                 tare_stats_verdict_name(pair.verdict));
    cr_expect_eq(pair.sets_needed, 3, "%zu needed", pair.sets_needed);
    cr_expect(isnan(pair.ratio_lo), "an interval from %g", pair.ratio_lo);
}

/* As many sets as links are what they would be without layouts, but for the name of the thing. */
Test(layouts, one_set_a_link_changes_no_interval)
{
    static const double factor[] = {1.01, 1.02, 1.03, 1.02, 1.015};
    struct tare_stats_pair with = compare(factor, 5, 5);
    struct tare_stats_pair without = compare(factor, 5, 0);

    cr_expect_eq(with.ratio_lo, without.ratio_lo, "%g", with.ratio_lo);
    cr_expect_eq(with.ratio_hi, without.ratio_hi, "%g", with.ratio_hi);
}

static void add_layouts(struct tare_plan *plan, size_t count)
{
    plan->layout = calloc(count, sizeof *plan->layout);
    plan->layout_count = count;
    for (size_t i = 0; i < count; i++)
        plan->layout[i] = (struct tare_link){.path = strdup("build/layout/bench"), .link_ns = 3e8};
}

Test(layouts, a_summary_says_the_link_of_each_set)
{
    static const double first[] = {100, 102, 100};
    static const double second[] = {140, 144, 142};
    static struct bench bench;
    const struct tare_stats_components *variance;
    struct tare_block block;

    bench_set_up(&bench, THREE, NULL);
    add_layouts(&bench.plan, 2);
    bench.arm[0].layout_count = bench.arm[1].layout_count = 2;
    for (size_t arm = 0; arm < 2; arm++) {
        bench_give(&bench, arm, 1, first, COUNT(first));
        bench_give(&bench, arm, 2, second, COUNT(second));
        bench_give(&bench, arm, 3, first, COUNT(first));
    }
    bench.arm[0].turns_ns = 9 * 4e5;
    bench.arm[0].process_ns = 3 * 2e6;
    block = bench_make(&bench);
    cr_expect_eq(block.layouts, 2, "%zu layouts", block.layouts);
    for (size_t i = 0; i < 3; i++)
        cr_expect_eq(block.set_layout[i], 1 + i % 2, "set %zu: link %u", i + 1,
                     block.set_layout[i]);
    variance = &block.row[0].variance;
    cr_expect_eq(variance->count[TARE_STATS_LAYOUT], 2, "%zu", variance->count[TARE_STATS_LAYOUT]);
    cr_expect(variance->level[TARE_STATS_LAYOUT].share > 0.9, "share of layout %g",
              variance->level[TARE_STATS_LAYOUT].share);
    /* Three sets would give an interval; two links do not. */
    bench_expect_number("lower end of the time", block.row[0].time_lo_ns, NAN);
    bench_expect_number("ratio", block.row[0].ratio, 1);
    bench_expect_number("lower end of the ratio", block.row[0].ratio_lo, NAN);
    bench_expect_text("verdict", block.row[0].verdict, "unsure");
    bench_expect_number("a sample", variance->level[TARE_STATS_SAMPLE].cost_ns, 4e5);
    bench_expect_number("a process", variance->level[TARE_STATS_PROCESS].cost_ns, 2e6);
    bench_expect_number("a link, of 3 arms", variance->level[TARE_STATS_LAYOUT].cost_ns, 1e8);
    bench_tear_down(&bench, &block);
}

Test(layouts, without_links_there_are_two_levels)
{
    static struct bench bench;
    struct tare_block block;

    bench_set_up(&bench, THREE, NULL);
    bench_give_all(&bench, 0, 100, 1.1);
    block = bench_make(&bench);
    cr_expect_eq(block.layouts, 0, "%zu layouts", block.layouts);
    cr_expect_null(block.set_layout, "a link a set");
    cr_expect(isnan(block.row[0].variance.level[TARE_STATS_LAYOUT].variance), "of layout");
    bench_expect_number("share of processes", block.row[0].variance.level[TARE_STATS_PROCESS].share,
                        1);
    bench_tear_down(&bench, &block);
}

/* Results from before there were layouts lack their keys. */
Test(layouts, a_result_without_them_is_read)
{
    json_t *root = json_load_file("tests/golden/result.json", 0, NULL);
    json_t *block = json_array_get(json_object_get(root, "blocks"), 0);
    struct tare_result result;
    struct tare_err err = {0};
    char *older;

    cr_assert_not_null(root, "no golden file");
    json_object_del(root, "layouts");
    json_object_del(block, "layouts");
    json_object_del(block, "set_layout");
    json_object_del(json_array_get(json_object_get(block, "rows"), 0), "variance");
    older = json_dumps(root, JSON_REAL_PRECISION(17));
    cr_assert_eq(tare_json_parse(older, strlen(older), "x", &result, &err), 0, "%s", err.text);
    cr_expect_eq(result.layout_count, 0, "%zu layouts", result.layout_count);
    cr_expect_eq(result.block[0].layouts, 0, "%zu layouts of a block", result.block[0].layouts);
    cr_expect_null(result.block[0].set_layout, "a layout a set");
    cr_expect(isnan(result.block[0].row[0].variance.level[TARE_STATS_SAMPLE].variance), "variance");
    cr_expect_eq(result.block[0].row[0].variance.best, TARE_STATS_LEVELS, "a level is best");
    tare_result_free(&result);
    json_decref(root);
    free(older);
}
