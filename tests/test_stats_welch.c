/* SPDX-License-Identifier: MIT */
/* Two independent samples, against R. */
#include <criterion/criterion.h>

#include <math.h>
#include <string.h>

#include "model/stats_welch.h"
#include "oracle/welch_oracle.h"
#include "support_random.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static struct tare_stats_welch_params params_of(const struct oracle_welch *oracle)
{
    return (struct tare_stats_welch_params){.a = oracle->a,
                                            .a_count = oracle->a_count,
                                            .b = oracle->b,
                                            .b_count = oracle->b_count,
                                            .level = oracle->level};
}

/* The pair of these two samples, which are kept. */
static struct tare_stats_pair pair_of(const struct tare_stats_welch_params *params)
{
    double a[200], b[200];
    struct tare_stats_trimmed a_mean, b_mean;

    cr_assert(params->a_count <= COUNT(a) && params->b_count <= COUNT(b), "no room");
    memcpy(a, params->a, params->a_count * sizeof *a);
    memcpy(b, params->b, params->b_count * sizeof *b);
    a_mean = tare_stats_trim(a, params->a_count);
    b_mean = tare_stats_trim(b, params->b_count);
    return tare_stats_pair_unpaired(
        &(struct tare_stats_unpaired_params){.a = &a_mean, .b = &b_mean, .level = params->level});
}

/* `scale` is that of the numbers that the value is a difference of. */
static void expect_near(const struct oracle_welch *oracle, const char *what, double value,
                        double expected, double scale)
{
    cr_expect(fabs(value - expected) <= 1e-9 * fabs(expected) + 1e-12 * scale,
              "%s at %g: %s is %.17g instead of %.17g", oracle->name, oracle->level, what, value,
              expected);
}

Test(stats_welch, is_that_of_r)
{
    for (size_t i = 0; i < COUNT(oracle_welch); i++) {
        const struct oracle_welch *oracle = &oracle_welch[i];
        const struct tare_stats_welch_params params = params_of(oracle);
        struct tare_stats_welch got = tare_stats_welch(&params);
        double scale = fabs(oracle->a[0]);

        expect_near(oracle, "difference", got.difference, oracle->difference, scale);
        expect_near(oracle, "standard error", got.standard_error, oracle->standard_error, 0);
        expect_near(oracle, "df", got.df, oracle->df, 0);
        expect_near(oracle, "lo", got.lo, oracle->lo, scale);
        expect_near(oracle, "hi", got.hi, oracle->hi, scale);
        expect_near(oracle, "p", got.p_value, oracle->p_value, 0);
    }
}

Test(stats_welch, pairs_are_yuens_in_r)
{
    for (size_t i = 0; i < COUNT(oracle_yuen); i++) {
        const struct oracle_yuen *oracle = &oracle_yuen[i];
        struct oracle_welch at = {.name = oracle->name, .level = 0.05};
        struct tare_stats_pair pair =
            pair_of(&(struct tare_stats_welch_params){.a = oracle->a,
                                                      .a_count = oracle->a_count,
                                                      .b = oracle->b,
                                                      .b_count = oracle->b_count});

        expect_near(&at, "log ratio", pair.log_ratio, oracle->difference, 5);
        expect_near(&at, "standard error", pair.standard_error, oracle->standard_error, 0);
        expect_near(&at, "df", pair.df, oracle->df, 0);
        expect_near(&at, "lo", log(pair.ratio_lo), oracle->lo, 5);
        expect_near(&at, "hi", log(pair.ratio_hi), oracle->hi, 5);
        expect_near(&at, "p", pair.p_value, oracle->p_value, 0);
    }
}

Test(stats_welch, little_says_little)
{
    static const double two[] = {1, 2};
    static const double one[] = {3};
    struct tare_stats_welch none =
        tare_stats_welch(&(struct tare_stats_welch_params){.a = two, .a_count = 2});
    struct tare_stats_welch single = tare_stats_welch(
        &(struct tare_stats_welch_params){.a = two, .a_count = 2, .b = one, .b_count = 1});
    struct tare_stats_pair pair =
        pair_of(&(struct tare_stats_welch_params){.a = two, .a_count = 2, .b = two, .b_count = 2});

    cr_expect(isnan(none.difference) && isnan(none.lo) && isnan(none.p_value), "of nothing: %g",
              none.difference);
    cr_expect_eq(single.difference, -1.5, "%g", single.difference);
    cr_expect(isnan(single.standard_error) && isnan(single.df) && isnan(single.hi) &&
                  isnan(single.p_value),
              "of one value: df %g", single.df);
    cr_expect(isnan(pair.ratio_lo) && isnan(pair.p_value), "two sets have no interval: %g",
              pair.ratio_lo);
    cr_expect_eq(pair.ratio, 1, "%g", pair.ratio);
    cr_expect_eq(pair.df, 2, "%g", pair.df);
}

Test(stats_welch, without_any_spread)
{
    static const double flat[] = {2, 2, 2};
    static const double other[] = {3, 3, 3, 3};
    struct tare_stats_welch same = tare_stats_welch(
        &(struct tare_stats_welch_params){.a = flat, .a_count = 3, .b = flat, .b_count = 3});
    struct tare_stats_welch apart = tare_stats_welch(
        &(struct tare_stats_welch_params){.a = other, .a_count = 4, .b = flat, .b_count = 3});

    cr_expect(same.p_value == 1 && same.lo == 0 && same.hi == 0 && same.df == 4, "p %g df %g",
              same.p_value, same.df);
    cr_expect(apart.p_value == 0 && apart.lo == 1 && apart.hi == 1 && apart.df == 5, "p %g df %g",
              apart.p_value, apart.df);
}

Test(stats_welch, makes_a_pair_that_can_be_judged)
{
    const struct oracle_welch *apart = NULL;
    double room[2];

    for (size_t i = 0; i < COUNT(oracle_welch); i++)
        if (!apart && oracle_welch[i].a_count == 10 && oracle_welch[i].difference > 0.03)
            apart = &oracle_welch[i];
    cr_assert_not_null(apart, "no sample that is apart");

    const struct tare_stats_welch_params params = params_of(apart);
    struct tare_stats_pair pair = pair_of(&params);

    tare_stats_block_judge(&(struct tare_stats_block){
        .pairs = &pair, .pair_count = 1, .scratch = room, .rule = TARE_STATS_RULE_DEFAULT});
    cr_expect_eq(pair.verdict, TARE_STATS_SLOWER, "%s", tare_stats_verdict_name(pair.verdict));
    cr_expect_float_eq(pair.ratio, exp(apart->difference), 1e-9, "%g", pair.ratio);
    cr_expect(pair.more.lo >= 0 && pair.more.hi >= 0 && pair.more.lo * pair.more.hi <= 0 &&
                  pair.more.lo + pair.more.hi < 0.5,
              "widened by %g and %g", pair.more.lo, pair.more.hi);
    cr_expect_float_eq(pair.ratio_lo,
                       exp(apart->lo - (apart->difference - apart->lo) * pair.more.lo), 1e-9, "%g",
                       pair.ratio_lo);
    cr_expect_float_eq(pair.ratio_hi,
                       exp(apart->hi + (apart->hi - apart->difference) * pair.more.hi), 1e-9, "%g",
                       pair.ratio_hi);
    cr_expect(pair.ratio_lo90 > pair.ratio_lo && pair.ratio_hi90 < pair.ratio_hi, "90 %% within");
    cr_expect_float_eq(pair.log_stddev / sqrt(10), pair.standard_error, 1e-12,
                       "ten sets of each: %g", pair.log_stddev);
    cr_expect_eq(pair.unit_count, 10, "%zu", pair.unit_count);
}

#define TRIALS   10000
#define SETS_MAX 10

static double exponential_of(double sd)
{
    return sd * (support_random_exponential() - 1);
}

/* Shares of trials, in per cent, in which arms of equal means are told apart by their interval and
 * by their p; `a` is skewed by `a_sd`, `b` by `b_sd`, and both vary by 0.5 % besides. */
struct misses {
    double interval;
    double called;
};

static struct misses run_pairs(size_t count, double a_sd, double b_sd)
{
    struct misses misses = {0};

    for (size_t trial = 0; trial < TRIALS; trial++) {
        double a[SETS_MAX], b[SETS_MAX];
        struct tare_stats_pair pair;

        for (size_t s = 0; s < count; s++) {
            a[s] = exponential_of(a_sd) + 0.005 * support_random_normal();
            b[s] = exponential_of(b_sd) + 0.005 * support_random_normal();
        }
        pair = pair_of(
            &(struct tare_stats_welch_params){.a = a, .a_count = count, .b = b, .b_count = count});
        misses.interval += pair.ratio_lo > 1 || pair.ratio_hi < 1 ? 100.0 / TRIALS : 0;
        misses.called += pair.p_value < 0.05 ? 100.0 / TRIALS : 0;
    }
    return misses;
}

/* A run whose processes are skewed against one that is steady: plain Welch misses 10 to 12 %. Three
 * sets hardly show a tail. */
Test(stats_welch, pairs_miss_as_often_as_they_say_where_one_is_skewed)
{
    static const struct {
        size_t count;
        double a_sd, b_sd;
        double most;
    } rows[] = {{3, 0.04, 0, 9.5}, {5, 0.04, 0, 8}, {10, 0.04, 0, 8},
                {5, 0, 0.04, 8},   {10, 0, 0, 8},   {10, 0.04, 0.04, 8}};

    for (size_t i = 0; i < COUNT(rows); i++) {
        struct misses misses;

        support_random_state = 400 + i;
        misses = run_pairs(rows[i].count, rows[i].a_sd, rows[i].b_sd);
        cr_expect(misses.interval >= 2 && misses.interval <= rows[i].most,
                  "%zu sets, %g and %g: the interval misses %g %%", rows[i].count, rows[i].a_sd,
                  rows[i].b_sd, misses.interval);
        cr_expect(fabs(misses.called - misses.interval) < 0.01,
                  "%zu sets: the test errs in %g %%, the interval in %g", rows[i].count,
                  misses.called, misses.interval);
    }
}

/* Of equal tails nothing is left, and the longer tail is that of the difference. */
Test(stats_welch, tails_that_are_alike_cancel)
{
    static const double tail[] = {0, 0.01, 0.02, 0.03, 0.5};
    static const double even[] = {0, 0.01, 0.02, 0.03, 0.04};
    const struct tare_stats_welch_params alike = {.a = tail, .a_count = 5, .b = tail, .b_count = 5};
    const struct tare_stats_welch_params upper = {.a = tail, .a_count = 5, .b = even, .b_count = 5};
    const struct tare_stats_welch_params lower = {.a = even, .a_count = 5, .b = tail, .b_count = 5};
    struct tare_stats_pair none = pair_of(&alike);
    struct tare_stats_pair up = pair_of(&upper);
    struct tare_stats_pair down = pair_of(&lower);

    cr_expect(fabs(none.more.lo) < 1e-9 && fabs(none.more.hi) < 1e-9, "%g and %g", none.more.lo,
              none.more.hi);
    cr_expect(up.more.lo <= 0 && up.more.hi > 1, "%g and %g", up.more.lo, up.more.hi);
    cr_expect(down.more.hi <= 0 && fabs(down.more.lo - up.more.hi) < 1e-9, "%g and %g",
              down.more.lo, down.more.hi);
}
