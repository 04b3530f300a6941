/* SPDX-License-Identifier: MIT */
/* Which arms of two results belong together, and what is said of them. */
#include <criterion/criterion.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/compare.h"
#include "support_compare.h"
#include "support_result.h"

static struct tare_compare make(const struct tare_result *base, const struct tare_result *next)
{
    struct tare_compare compare;
    struct tare_err err = {0};

    cr_assert_eq(tare_compare_make(&compare,
                                   &(struct tare_compare_params){.base = base,
                                                                 .next = next,
                                                                 .base_name = "old",
                                                                 .next_name = "new",
                                                                 .margin_ratio = 0.005},
                                   &err),
                 0, "%s", err.text);
    return compare;
}

static const struct tare_compare_row *find(const struct tare_compare *compare, const char *variant)
{
    for (size_t i = 0; i < compare->row_count; i++)
        if (strcmp(tare_compare_arm(&compare->row[i])->variant, variant) == 0)
            return &compare->row[i];
    cr_assert_fail("no row of %s", variant);
    return NULL;
}

static void expect_verdict(const struct tare_compare *compare, const char *variant,
                           const char *verdict, double ratio)
{
    const struct tare_stats_pair *pair = &find(compare, variant)->pair;

    cr_expect_str_eq(tare_stats_verdict_name(pair->verdict), verdict, "%s is %s", variant,
                     tare_stats_verdict_name(pair->verdict));
    if (isnan(ratio))
        cr_expect(isnan(pair->ratio), "%s: ratio %g", variant, pair->ratio);
    else
        cr_expect_float_eq(pair->ratio, ratio, 1e-9, "%s: ratio %.12g", variant, pair->ratio);
}

Test(compare, arms_are_matched_by_case)
{
    struct tare_result base, next;
    struct tare_compare compare;

    support_compare_make(&base, &next);
    compare = make(&base, &next);
    cr_expect_eq(compare.both_count, 6, "%zu in both", compare.both_count);
    cr_expect_eq(compare.row_count, 8, "%zu rows", compare.row_count);
    cr_expect_str_eq(compare.row[0].base->variant, "aos", "BASE's order: %s",
                     compare.row[0].base->variant);
    for (size_t i = 0; i < compare.both_count; i++)
        cr_expect_str_eq(compare.row[i].base->id, compare.row[i].next->id, "%s is no %s",
                         compare.row[i].base->id, compare.row[i].next->id);
    cr_expect(find(&compare, "gone")->base && !find(&compare, "gone")->next, "gone");
    cr_expect(find(&compare, "added")->next && !find(&compare, "added")->base, "added");
    tare_compare_free(&compare);
    tare_result_free(&base);
    tare_result_free(&next);
}

Test(compare, verdicts)
{
    struct tare_result base, next;
    struct tare_compare compare;

    support_compare_make(&base, &next);
    compare = make(&base, &next);
    expect_verdict(&compare, "aos", "same", 664.2 / 664);
    expect_verdict(&compare, "soa", "slower", 230.0 / 213);
    expect_verdict(&compare, "list", "faster", 0.7);
    expect_verdict(&compare, "vague", "unsure", 1.02);
    expect_verdict(&compare, "boxed", "", NAN);
    expect_verdict(&compare, "gone", "", NAN);
    cr_expect_gt(find(&compare, "vague")->pair.sets_needed, 10, "it needs more than it has");
    cr_expect_float_eq(find(&compare, "soa")->pair.p_adjusted,
                       4 * find(&compare, "soa")->pair.p_value, find(&compare, "soa")->pair.p_value,
                       "five tests, the second smallest p");
    tare_compare_free(&compare);
    tare_result_free(&base);
    tare_result_free(&next);
}

Test(compare, a_result_is_the_same_as_itself)
{
    struct tare_result base, next;
    struct tare_compare compare;

    support_compare_make(&base, &next);
    compare = make(&base, &base);
    cr_expect_eq(compare.both_count, 7, "%zu", compare.both_count);
    cr_expect_eq(compare.row_count, 7, "%zu", compare.row_count);
    cr_expect_eq(compare.difference_count, 0, "%s",
                 compare.difference_count ? compare.difference[0].what : "");
    for (size_t i = 0; i < compare.row_count; i++)
        cr_expect(compare.row[i].pair.ratio == 1 && compare.row[i].pair.ratio_hi == 1 &&
                      compare.row[i].pair.verdict == TARE_STATS_SAME,
                  "%s: %g", compare.row[i].base->id, compare.row[i].pair.ratio);
    tare_compare_free(&compare);
    tare_result_free(&base);
    tare_result_free(&next);
}

/* Is there one of this name, and does it say that? */
static void expect_difference(const struct tare_compare *compare, const char *what,
                              const char *base, const char *next)
{
    for (size_t i = 0; i < compare->difference_count; i++) {
        const struct tare_compare_difference *difference = &compare->difference[i];

        if (strcmp(difference->what, what) != 0)
            continue;
        cr_expect_str_eq(difference->base, base, "%s was %s", what, difference->base);
        cr_expect_str_eq(difference->next, next, "%s is %s", what, difference->next);
        return;
    }
    cr_expect_fail("%s is no difference", what);
}

Test(compare, tells_how_comparable_the_runs_are)
{
    struct tare_result base, next;
    struct tare_compare compare;

    support_compare_make(&base, &next);
    next.settings.sets = 20;
    free(base.fitness);
    free(next.fitness);
    base.fitness = strdup("fit: clock steady within 0.3 %"); /* the figures are no difference */
    next.fitness = strdup("fit: clock steady within 0.4 %");
    compare = make(&base, &next);
    expect_difference(&compare, "kernel_release", "6.1.0-18-amd64", "6.1.0-20-amd64");
    expect_difference(&compare, "governor", "unknown", "performance");
    expect_difference(&compare, "caches",
                      "L1 data 48.0 KiB, L2 unified 2.00 MiB, L3 unified 32.0 MiB",
                      "L1 data 48.0 KiB, L2 unified 1.00 MiB, L3 unified 32.0 MiB");
    expect_difference(&compare, "flags", "-O2 -g", "-O3 -g");
    expect_difference(&compare, "revision", "0123456789ab", "ba9876543210");
    expect_difference(&compare, "sets", "10", "20");
    cr_expect_eq(compare.difference_count, 6, "%zu differences, load and fitness are none",
                 compare.difference_count);
    tare_compare_free(&compare);
    tare_result_free(&base);
    tare_result_free(&next);
}

/* lookup in the builds old and new, the second `factor` times as long. */
static void make_builds(struct tare_result *result, double factor)
{
    const struct support_row rows[] = {
        {"old", NULL, NULL, NULL, 40, 0.003, 1, -1, 0, 0},
        {"new", NULL, NULL, NULL, 40 * factor, 0.003, 1, -1, 0, 0},
    };
    struct tare_block *block;
    struct tare_build *grown;

    support_result_begin(result);
    grown = realloc(result->build, 2 * sizeof *grown);
    cr_assert_not_null(grown, "out of memory");
    result->build = grown;
    result->build[1] = (struct tare_build){
        .label = strdup("new"), .path = strdup("./b"), .environment = strdup("")};
    result->build_count = 2;
    free(result->build[0].label);
    result->build[0].label = strdup("old");
    block = support_result_add(result, &(struct support_block){.group = "lookup",
                                                               .baseline = "old",
                                                               .build_variant = "hash",
                                                               .row_count = 2,
                                                               .rows = rows});
    support_compare_spread(&block->row[0], 0.001);
    support_compare_spread(&block->row[1], 0.001);
}

Test(compare, builds_are_matched_by_label)
{
    struct tare_result base, next;
    struct tare_compare compare;

    make_builds(&base, 1);
    make_builds(&next, 2);
    free(next.build[1].environment);
    next.build[1].environment = strdup("X=1");
    compare = make(&base, &next);
    cr_assert_eq(compare.both_count, 2, "%zu", compare.both_count);
    cr_expect(compare.has_builds, "builds tell them apart");
    cr_expect_str_eq(compare.row[0].next->build, "old", "%s", compare.row[0].next->build);
    cr_expect_float_eq(compare.row[0].pair.ratio, 1, 1e-12, "old: %g", compare.row[0].pair.ratio);
    cr_expect_float_eq(compare.row[1].pair.ratio, 2, 1e-9, "new: %g", compare.row[1].pair.ratio);
    expect_difference(&compare, "environment of new", "nothing added", "X=1");
    tare_compare_free(&compare);
    tare_result_free(&base);
    tare_result_free(&next);
}

/* Three links of two sets each: the units are the links' means of logs. */
Test(compare, sets_of_one_link_are_no_replicates)
{
    static const double times[] = {10, 20, 40, 40, 80, 40};
    struct tare_result base, next;
    struct tare_compare compare;

    support_compare_make(&base, &next);
    for (size_t i = 0; i < 2; i++) {
        struct tare_block *block = i ? &next.block[0] : &base.block[0];
        struct tare_row *row = &block->row[i ? 1 : 0]; /* aos */

        block->layouts = 3;
        block->sets = 6;
        row->set_count = 6;
        for (size_t j = 0; j < 6; j++)
            row->set_time_ns[j] = (i ? 2 : 1) * times[j];
        for (size_t j = 0; j < row->sample_count; j++)
            row->sample[j].process = (uint32_t)(j * 6 / row->sample_count) + 1;
    }
    compare = make(&base, &next);
    cr_expect_eq(find(&compare, "aos")->pair.unit_count, 3, "%zu units",
                 find(&compare, "aos")->pair.unit_count);
    /* Means of logs 2: log(10 40), log(20 80), log(40 40): twice log 20, log 40, log 40. */
    cr_expect_float_eq(find(&compare, "aos")->pair.standard_error,
                       sqrt(2 * (log(2) * log(2) / 3) / 3), 1e-9, "standard error %g",
                       find(&compare, "aos")->pair.standard_error);
    tare_compare_free(&compare);
    tare_result_free(&base);
    tare_result_free(&next);
}

static void expect_refused(const struct tare_result *base, const struct tare_result *next,
                           const char *part)
{
    struct tare_compare compare;
    struct tare_err err = {0};

    cr_expect_eq(
        tare_compare_make(&compare,
                          &(struct tare_compare_params){
                              .base = base, .next = next, .base_name = "old", .next_name = "new"},
                          &err),
        -1, "it is compared");
    cr_expect_eq(err.code, TARE_ERR_INPUT, "code %d", (int)err.code);
    cr_expect_not_null(strstr(err.text, part), "%s", err.text);
    cr_expect_eq(compare.row_count, 0, "it is empty");
}

Test(compare, what_cannot_be_compared_is_refused)
{
    struct tare_result base, next, empty;

    support_compare_make(&base, &next);
    support_result_begin(&empty);
    expect_refused(&base, &empty, "no case is in both 'old' and 'new'");
    expect_refused(&empty, &empty, "no case is in both");
    next.schema = base.schema + 1;
    expect_refused(&base, &next, "different schemas: 'old' is of version 1, 'new' of version 2");
    tare_result_free(&empty);
    tare_result_free(&base);
    tare_result_free(&next);
}

/* Damaged results: nothing to take a logarithm of, no sets. */
Test(compare, times_that_are_none_have_no_ratio)
{
    struct tare_result base, next;
    struct tare_compare compare;

    support_compare_make(&base, &next);
    base.block[0].row[0].set_time_ns[3] = 0;
    base.block[0].row[1].set_time_ns[3] = NAN;
    base.block[0].row[2].set_count = 0;
    next.block[0].row[3].set_count = 2;
    base.block[0].layouts = 3;
    base.block[0].sets = 1; /* fewer than the samples say */
    compare = make(&base, &next);
    expect_verdict(&compare, "aos", "", NAN);
    expect_verdict(&compare, "soa", "", NAN);
    expect_verdict(&compare, "list", "", NAN);
    cr_expect_eq(find(&compare, "vague")->pair.verdict, TARE_STATS_UNSURE, "too few");
    tare_compare_free(&compare);
    tare_result_free(&base);
    tare_result_free(&next);
}
