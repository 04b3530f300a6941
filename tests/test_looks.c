/* SPDX-License-Identifier: MIT */
/* When a block that is measured to a precision has enough sets. */
#include <criterion/criterion.h>

#include <math.h>

#include "conduct/looks.h"
#include "model/stats_arm.h"
#include "support_summary.h"

Test(looks, are_preset)
{
    size_t looks = 0;

    for (size_t sets = 0; sets <= 100; sets++)
        looks += tare_looks_at(sets);
    cr_expect_eq(looks, 4, "%zu looks", looks);
    cr_expect(tare_looks_at(5) && tare_looks_at(10) && tare_looks_at(20) &&
                  tare_looks_at(TARE_LOOKS_SETS_MAX),
              "a look is missing");
}

Test(looks, half_of_an_interval_is_its_larger_side)
{
    bench_expect_number("upper", tare_stats_half_width(10, 9.5, 11), 0.1);
    bench_expect_number("lower", tare_stats_half_width(10, 8, 11), 0.2);
    bench_expect_number("none", tare_stats_half_width(10, NAN, NAN), NAN);
    bench_expect_number("no time", tare_stats_half_width(0, -1, 1), NAN);
}

/* Three sets of three arms, b the baseline; a is steady to it, c is not. */
static void give(struct bench *bench, double wobble)
{
    static const double machine[] = {100, 130, 90}; /* hits all alike */
    const double shift[] = {1 - wobble, 1 + wobble, 1};

    for (uint32_t set = 1; set <= SETS; set++) {
        const double base[] = {machine[set - 1], machine[set - 1]};
        const double a[] = {2 * base[0], 2 * base[0]};
        const double c[] = {3 * base[0] * shift[set - 1], 3 * base[0] * shift[set - 1]};

        bench_give(bench, 0, set, a, 2);
        bench_give(bench, 1, set, base, 2);
        bench_give(bench, 2, set, c, 2);
    }
}

static bool is_enough(struct bench *bench, double precision_ratio)
{
    bool enough = false;
    struct tare_err err = {0};
    int result =
        tare_looks_judge(&enough,
                         &(struct tare_looks_params){.arm = bench->arm,
                                                     .arm_count = bench->run.arm_count,
                                                     .baseline = bench->asked.block->baseline,
                                                     .sets = SETS,
                                                     .precision_ratio = precision_ratio},
                         &err);

    cr_assert_eq(result, 0, "%s", err.text);
    return enough;
}

Test(looks, ratios_count_and_not_the_drift_of_the_machine)
{
    static struct bench bench;

    bench_set_up(&bench, THREE, NULL);
    give(&bench, 0);
    cr_expect(is_enough(&bench, 1e-6), "all ratios are exact, although times differ by 40 %%");
    bench_tear_down(&bench, NULL);
}

Test(looks, one_arm_that_is_not_within_keeps_the_block_going)
{
    static struct bench bench;

    bench_set_up(&bench, THREE, NULL);
    give(&bench, 0.01);
    cr_expect(!is_enough(&bench, 0.01), "c wobbles by 1 %% in three sets");
    cr_expect(is_enough(&bench, 0.2), "within 20 %%");
    tare_fate_set(&bench.arm[2].fate, TARE_FATE_CRASHED, "test");
    cr_expect(is_enough(&bench, 0.01), "c is out");
    bench_tear_down(&bench, NULL);
}

Test(looks, without_a_baseline_times_count)
{
    static struct bench bench;

    bench_set_up(&bench, THREE, NULL);
    give(&bench, 0);
    tare_fate_set(&bench.arm[1].fate, TARE_FATE_CRASHED, "test");
    cr_expect(!is_enough(&bench, 0.1), "the machine drifts by 40 %%");
    cr_expect(is_enough(&bench, 10), "but not tenfold");
    bench_tear_down(&bench, NULL);
}
