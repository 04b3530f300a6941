/* SPDX-License-Identifier: MIT */
/* Two independent samples, against R. */
#include <criterion/criterion.h>

#include <math.h>

#include "model/stats_welch.h"
#include "oracle/welch_oracle.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static struct tare_stats_welch_params params_of(const struct oracle_welch *oracle)
{
    return (struct tare_stats_welch_params){.a = oracle->a,
                                            .a_count = oracle->a_count,
                                            .b = oracle->b,
                                            .b_count = oracle->b_count,
                                            .level = oracle->level};
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

Test(stats_welch, little_says_little)
{
    static const double two[] = {1, 2};
    static const double one[] = {3};
    struct tare_stats_welch none =
        tare_stats_welch(&(struct tare_stats_welch_params){.a = two, .a_count = 2});
    struct tare_stats_welch single = tare_stats_welch(
        &(struct tare_stats_welch_params){.a = two, .a_count = 2, .b = one, .b_count = 1});
    struct tare_stats_pair pair = tare_stats_pair_unpaired(
        &(struct tare_stats_welch_params){.a = two, .a_count = 2, .b = two, .b_count = 2});

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
    struct tare_stats_pair pair = tare_stats_pair_unpaired(&params);

    tare_stats_block_judge(&(struct tare_stats_block){
        .pairs = &pair, .pair_count = 1, .scratch = room, .rule = TARE_STATS_RULE_DEFAULT});
    cr_expect_eq(pair.verdict, TARE_STATS_SLOWER, "%s", tare_stats_verdict_name(pair.verdict));
    cr_expect_float_eq(pair.ratio, exp(apart->difference), 1e-9, "%g", pair.ratio);
    cr_expect_float_eq(pair.ratio_lo, exp(apart->lo), 1e-9, "%g", pair.ratio_lo);
    cr_expect_float_eq(pair.ratio_hi, exp(apart->hi), 1e-9, "%g", pair.ratio_hi);
    cr_expect(pair.ratio_lo90 > pair.ratio_lo && pair.ratio_hi90 < pair.ratio_hi, "90 %% within");
    cr_expect_float_eq(pair.log_stddev / sqrt(10), pair.standard_error, 1e-12,
                       "ten sets of each: %g", pair.log_stddev);
    cr_expect_eq(pair.unit_count, 10, "%zu", pair.unit_count);
}
