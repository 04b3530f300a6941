/* SPDX-License-Identifier: MIT */
/* How time grows with size: the fit against R, what cannot be fitted, and a result's fits. */
#include <criterion/criterion.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/growth.h"
#include "model/result.h"
#include "model/stats_growth.h"

#include "oracle/growth_oracle.h"

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))
#define POINTS_MAX      8

static void expect(size_t row, const char *what, double got, double expected)
{
    bool equal =
        isnan(expected) ? isnan(got) : fabs(got - expected) <= 1e-9 * fmax(1, fabs(expected));

    cr_expect(equal, "case %zu: %s is %.17g, R says %.17g", row, what, got, expected);
}

static struct tare_stats_growth fit_oracle(const struct oracle_growth *row)
{
    static double scratch[64];
    struct tare_stats_growth_point points[POINTS_MAX];

    for (size_t i = 0; i < row->sizes; i++)
        points[i] = (struct tare_stats_growth_point){row->size[i], row->log_ns[i], row->sets};
    return tare_stats_growth_fit(&(struct tare_stats_growth_params){
        .points = points, .point_count = row->sizes, .scratch = scratch});
}

Test(growth, is_that_of_r)
{
    for (size_t i = 0; i < COUNT_OF(oracle_growths); i++) {
        const struct oracle_growth *row = &oracle_growths[i];
        struct tare_stats_growth fit = fit_oracle(row);

        expect(i, "exponent", fit.exponent, row->exponent);
        expect(i, "lower end", fit.exponent_lo, row->lo);
        expect(i, "upper end", fit.exponent_hi, row->hi);
        expect(i, "AICc", fit.aicc, row->aicc);
        expect(i, "delta", fit.delta, row->delta);
        cr_expect(fit.law == row->law, "case %zu: law '%s', R says '%s'", i,
                  tare_stats_law_name(fit.law), tare_stats_law_name(row->law));
        cr_expect(fit.runner_up == row->runner_up, "case %zu: runner-up '%s', R says '%s'", i,
                  tare_stats_law_name(fit.runner_up), tare_stats_law_name(row->runner_up));
        cr_expect(fit.ambiguous == (row->delta < TARE_STATS_GROWTH_AMBIGUOUS),
                  "case %zu: ambiguous is %d at %g", i, fit.ambiguous, row->delta);
    }
}

Test(growth, laws_have_names)
{
    for (int law = TARE_STATS_LAW_ONE; law < TARE_STATS_LAW_COUNT; law++)
        cr_expect(tare_stats_law_of(tare_stats_law_name((enum tare_stats_law)law)) ==
                      (enum tare_stats_law)law,
                  "law %d", law);
    cr_expect(tare_stats_law_of("n^3") == TARE_STATS_LAW_NONE, "a law that is none");
    cr_expect(tare_stats_law_of("") == TARE_STATS_LAW_NONE, "no name");
    cr_expect(tare_stats_law_of(NULL) == TARE_STATS_LAW_NONE, "NULL");
}

/* `count` points of exact times c n^exponent, one set each. */
static struct tare_stats_growth fit_power(const double *sizes, size_t count, double exponent)
{
    static double scratch[64];
    static double logs[POINTS_MAX];
    struct tare_stats_growth_point points[POINTS_MAX];

    for (size_t i = 0; i < count; i++) {
        logs[i] = 3 + exponent * log(sizes[i]);
        points[i] = (struct tare_stats_growth_point){sizes[i], &logs[i], 1};
    }
    return tare_stats_growth_fit(&(struct tare_stats_growth_params){
        .points = points, .point_count = count, .scratch = scratch});
}

Test(growth, what_cannot_be_told_is_not)
{
    const double sizes[] = {1, 10, 100, 1000};
    struct tare_stats_growth fit = fit_power(sizes, 0, 1);

    cr_expect(isnan(fit.exponent) && fit.law == TARE_STATS_LAW_NONE, "no point");
    fit = fit_power(sizes, 1, 1);
    cr_expect(isnan(fit.exponent) && fit.law == TARE_STATS_LAW_NONE, "one point");
    fit = fit_power(sizes + 1, 2, 1);
    cr_expect(fabs(fit.exponent - 1) < 1e-12 && fit.law == TARE_STATS_LAW_NONE,
              "two points: exponent %g, law '%s'", fit.exponent, tare_stats_law_name(fit.law));
    fit = fit_power(sizes, 4, 1);
    cr_expect(fit.law == TARE_STATS_LAW_N && isfinite(fit.aicc) && isfinite(fit.delta),
              "without any spread and with log 1 = 0: '%s', AICc %g, delta %g",
              tare_stats_law_name(fit.law), fit.aicc, fit.delta);
    cr_expect(isnan(fit.exponent_lo), "one set has no interval");
    fit = fit_power(sizes, 4, 0);
    cr_expect(fit.law == TARE_STATS_LAW_ONE && fabs(fit.exponent) < 1e-12, "constant: '%s'",
              tare_stats_law_name(fit.law));
    fit = fit_power(sizes + 1, 3, 1.5);
    cr_expect(fit.ambiguous || fit.misfit > 0.1, "no law of the five: misfit %g", fit.misfit);
}

static char *copy(const char *text)
{
    char *copied = strdup(text);

    cr_assert_not_null(copied);
    return copied;
}

/* A block of group g at `size` with these variants, each of three sets around c n^exponent. */
struct variant {
    const char *name;
    const char *status;
    double exponent;
};

static void add_block(struct tare_result *result, double size, const struct variant *variants,
                      size_t count)
{
    static const double wobble[] = {0.99, 1, 1.01};
    struct tare_block block;
    struct tare_err err = {0};

    tare_block_init(&block);
    block.group = copy("g");
    block.title = copy("g");
    block.unit = copy("item");
    block.size = size;
    block.threads = 1;
    block.row_count = count;
    block.row = calloc(count, sizeof *block.row);
    cr_assert_not_null(block.row);
    for (size_t i = 0; i < count; i++) {
        struct tare_row *row = &block.row[i];

        tare_row_init(row);
        row->build = copy("bench");
        row->group = copy("g");
        row->variant = copy(variants[i].name);
        row->status = copy(variants[i].status);
        row->size = size;
        row->threads = 1;
        row->set_count = 3;
        row->set_time_ns = calloc(3, sizeof *row->set_time_ns);
        cr_assert_not_null(row->set_time_ns);
        for (size_t s = 0; s < 3; s++)
            row->set_time_ns[s] = 7 * pow(size, variants[i].exponent) * wobble[s];
    }
    cr_assert_eq(tare_result_add_block(result, &block, &err), 0, "%s", err.text);
}

static const struct variant steady[] = {
    {"linear", "ok", 1}, {"square", "unsteady", 2}, {"empty", "empty", 0}};
static const struct variant failing[] = {
    {"linear", "ok", 1}, {"square", "crashed", 2}, {"empty", "empty", 0}};

static void expect_texts(const struct tare_growth *growth, const char *exponent, const char *law)
{
    char text[TARE_GROWTH_TEXT_BYTES];

    tare_growth_exponent(growth, text);
    cr_expect_str_eq(text, exponent, "%s: exponent '%s'", growth->variant, text);
    tare_growth_law(growth, text);
    cr_expect_str_eq(text, law, "%s: law '%s'", growth->variant, text);
}

Test(growth, of_a_result_is_that_of_its_variants)
{
    struct tare_result result;
    struct tare_err err = {0};

    tare_result_init(&result);
    add_block(&result, 1000, steady, COUNT_OF(steady));
    add_block(&result, 10, steady, COUNT_OF(steady)); /* sizes in any order */
    add_block(&result, 100, failing, COUNT_OF(failing));
    cr_assert_eq(tare_growth_find(&result, &err), 0, "%s", err.text);
    cr_assert_eq(result.growth_count, 2, "%zu fits", result.growth_count);
    cr_expect_str_eq(result.growth[0].variant, "linear");
    cr_expect(result.growth[0].sizes == 3, "%g sizes", result.growth[0].sizes);
    expect_texts(&result.growth[0], "1.000 ±0.000", "n");
    cr_expect_str_eq(result.growth[1].variant, "square");
    cr_expect(result.growth[1].sizes == 2, "%g sizes", result.growth[1].sizes);
    expect_texts(&result.growth[1], "2.000 ±0.000", "-");
    cr_expect(tare_growth_of(&result, &result.block[1].row[1]) == &result.growth[1],
              "found by its row");
    cr_expect_null(tare_growth_of(&result, &result.block[1].row[2]), "what is empty does not grow");
    cr_assert_eq(tare_growth_find(&result, &err), 0, "%s", err.text);
    cr_expect_eq(result.growth_count, 2, "%zu fits when found again", result.growth_count);
    tare_result_free(&result);
}

Test(growth, what_rounds_to_nothing_has_no_sign)
{
    static const struct {
        double exponent, half;
        const char *text;
    } cases[] = {
        {-0.004, 0.02, "0.00 ±0.02"},
        {-0.006, 0.02, "-0.01 ±0.02"},
        {-0.0004, 0.005, "0.000 ±0.005"},
        {-0.0006, 0.005, "-0.001 ±0.005"},
        {-0.004, NAN, "0.00"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct tare_growth growth = {.fit = {.exponent = cases[i].exponent,
                                             .exponent_lo = cases[i].exponent - cases[i].half,
                                             .exponent_hi = cases[i].exponent + cases[i].half}};
        char text[TARE_GROWTH_TEXT_BYTES];

        tare_growth_exponent(&growth, text);
        cr_expect_str_eq(text, cases[i].text, "case %zu: '%s'", i, text);
    }
}

/* The exponent's interval of variant "linear", whose sets were repeated `times` times, in links of
 * three sets or (0) without links. */
static double exponent_width(size_t times, size_t layouts)
{
    static const double sizes[] = {10, 100, 1000};
    static const double tilt[] = {-0.01, 0.02, 0.005}; /* of the slope, by set */
    struct tare_result result;
    struct tare_err err = {0};
    double width;

    tare_result_init(&result);
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        struct tare_row *row;

        add_block(&result, sizes[i], steady, 1);
        result.block[i].layouts = layouts;
        row = &result.block[i].row[0];
        row->set_count = 3 * times;
        row->set_time_ns = realloc(row->set_time_ns, row->set_count * sizeof *row->set_time_ns);
        cr_assert_not_null(row->set_time_ns);
        for (size_t s = 0; s < row->set_count; s++)
            row->set_time_ns[s] = pow(sizes[i], 1 + tilt[s % 3]);
    }
    cr_assert_eq(tare_growth_find(&result, &err), 0, "%s", err.text);
    cr_assert_eq(result.growth_count, 1, "%zu fits", result.growth_count);
    width = result.growth[0].fit.exponent_hi - result.growth[0].fit.exponent_lo;
    tare_result_free(&result);
    return width;
}

/* Rule 5: sets that share a link say no more of the exponent than the link does. */
Test(growth, interval_is_over_links_where_there_are_several)
{
    double three = exponent_width(1, 0);

    cr_expect(three > 0.01, "three sets: %g", three);
    cr_expect(fabs(exponent_width(4, 3) - three) < 1e-12, "twelve sets of three links: %g, not %g",
              exponent_width(4, 3), three);
    cr_expect(exponent_width(4, 0) < three / 2, "twelve sets of one: %g", exponent_width(4, 0));
}

Test(growth, of_one_size_is_none)
{
    struct tare_result result;
    struct tare_err err = {0};

    tare_result_init(&result);
    cr_assert_eq(tare_growth_find(&result, &err), 0, "%s", err.text);
    cr_expect_eq(result.growth_count, 0, "of nothing");
    add_block(&result, 1000, steady, COUNT_OF(steady));
    add_block(&result, NAN, steady, COUNT_OF(steady));
    cr_assert_eq(tare_growth_find(&result, &err), 0, "%s", err.text);
    cr_expect_eq(result.growth_count, 0, "%zu fits", result.growth_count);
    tare_result_free(&result);
}
