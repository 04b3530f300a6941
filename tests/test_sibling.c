/* SPDX-License-Identifier: MIT */
/* Shares from ratios that are given; and that a probe on this machine finds a ratio at all. */
#include "sys/sibling.h"

#include <criterion/criterion.h>
#include <math.h>

static void add_many(struct tare_sibling *seen, size_t count, double ratio)
{
    for (size_t i = 0; i < count; i++)
        tare_sibling_add(seen, ratio);
}

static void expect_share(const struct tare_sibling *seen, const struct tare_sibling *reference,
                         double wanted)
{
    double share = tare_sibling_share(seen, reference);

    cr_expect(isnan(wanted) ? isnan(share) : share == wanted, "%g, not %g", share, wanted);
}

Test(sibling, is_told_by_high_ratios)
{
    struct tare_sibling seen = {.count = 0};

    add_many(&seen, 60, 1.15);
    add_many(&seen, 10, 1.25); /* the clock's resolution */
    add_many(&seen, 30, 1.95);
    expect_share(&seen, &seen, 0.3);
}

Test(sibling, needs_no_knowledge_of_the_core)
{
    for (double alone = 0.2; alone < 10; alone *= 1.37) {
        struct tare_sibling seen = {.count = 0};

        add_many(&seen, 75, alone);
        add_many(&seen, 25, 1.6 * alone);
        expect_share(&seen, &seen, 0.25);
    }
}

Test(sibling, a_few_wrong_probes_move_nothing)
{
    struct tare_sibling seen = {.count = 0};

    add_many(&seen, 2, 1e-9);
    add_many(&seen, 96, 1.15);
    add_many(&seen, 2, 1e9);
    expect_share(&seen, &seen, 0.02);
}

Test(sibling, that_works_all_the_time_is_seen_by_what_was_before)
{
    struct tare_sibling before = {.count = 0};
    struct tare_sibling seen = {.count = 0};

    add_many(&before, 100, 1.15);
    add_many(&seen, 100, 1.95);
    expect_share(&seen, &seen, 0);
    tare_sibling_merge(&before, &seen);
    expect_share(&seen, &before, 1);
    cr_expect_eq(before.count, 200, "%llu probes", (unsigned long long)before.count);
}

Test(sibling, needs_enough_probes)
{
    struct tare_sibling seen = {.count = 0};

    expect_share(&seen, &seen, NAN);
    add_many(&seen, TARE_SIBLING_MIN_COUNT - 1, 1.15);
    expect_share(&seen, &seen, NAN);
    add_many(&seen, 1, 1.15);
    expect_share(&seen, &seen, 0);
}

Test(sibling, probes_find_what_this_core_does)
{
    struct tare_sibling seen = {.count = 0};
    double share;

    for (int i = 0; i < TARE_SIBLING_MIN_COUNT; i++)
        tare_sibling_probe(&seen);
    share = tare_sibling_share(&seen, &seen);
    cr_expect_eq(seen.count, TARE_SIBLING_MIN_COUNT, "each probe counts");
    cr_expect(share >= 0 && share <= 1, "%g is a share", share);
}
