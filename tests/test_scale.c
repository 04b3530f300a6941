/* SPDX-License-Identifier: MIT */
/* How many iterations a sample and how many rounds a set arms take that were calibrated by hand. */
#include <criterion/criterion.h>

#include "conduct/scale.h"
#include "support_summary.h"

/* What an arm was calibrated to, and what has to come of it. */
struct scaled {
    double op_ns;
    uint64_t iterations;
    double untimed_ratio;
    uint64_t shared;  /* iterations that come of it */
    uint64_t granule; /* likewise */
    size_t rounds;
};

struct scene {
    const char *name;
    double min_time_ns; /* over SETS sets */
    double budget_ns;
    struct scaled arm[3];
};

static const struct scene scenes[] = {
    {"arms of one speed share their iterations and rounds",
     180e6,
     0,
     {{100, 3000, 0, 3465, 50, 231}, {80, 3750, 0, 3465, 63, 231}, {75, 4000, 0, 3465, 67, 231}}},
    {"arms of other speeds do not share iterations, but rounds",
     180e6,
     0,
     {{100, 3000, 0, 3000, 50, 200}, {1000, 300, 0, 300, 5, 200}, {10000, 30, 0, 30, 1, 200}}},
    {"at least 40 rounds of short operations, 3 of long ones",
     0.9e6,
     0,
     {{100, 3000, 0, 3000, 50, 40}, {1000, 300, 0, 300, 5, 40}, {2e6, 1, 0, 1, 1, 3}}},
    {"inputs that cost much keep all arms to fewer rounds",
     180e6,
     0,
     {{1, 4096, 20, 4096, 4096, 194}, {1, 4096, 0, 4096, 4096, 194}, {1e3, 300, 0, 300, 5, 194}}},
};

static void give(struct bench *bench, const struct scene *scene)
{
    bench_set_up(bench, THREE, NULL);
    bench->asked.min_time_ns = scene->min_time_ns;
    bench->asked.budget_ns = scene->budget_ns;
    for (size_t i = 0; i < 3; i++) {
        bench->arm[i].op_ns = scene->arm[i].op_ns;
        bench->arm[i].iterations = scene->arm[i].iterations;
        bench->arm[i].untimed_ratio = scene->arm[i].untimed_ratio;
    }
}

Test(scale, is_settled_by_the_first_set)
{
    for (size_t s = 0; s < sizeof scenes / sizeof *scenes; s++) {
        static struct bench bench;

        give(&bench, &scenes[s]);
        tare_scale_settle(&bench.asked, &bench.run);
        for (size_t i = 0; i < 3; i++) {
            const struct scaled *expected = &scenes[s].arm[i];

            cr_expect(bench.arm[i].iterations == expected->shared &&
                          bench.arm[i].granule == expected->granule &&
                          bench.arm[i].rounds == expected->rounds,
                      "%s: arm %zu has %ju iterations, granules of %ju, %zu rounds", scenes[s].name,
                      i, (uintmax_t)bench.arm[i].iterations, (uintmax_t)bench.arm[i].granule,
                      bench.arm[i].rounds);
        }
        bench_tear_down(&bench, NULL);
    }
}

Test(scale, a_budget_takes_rounds_down_to_what_a_set_needs)
{
    static struct bench bench;

    give(&bench, &scenes[1]);
    bench.asked.budget_ns = 1e6;
    tare_scale_settle(&bench.asked, &bench.run);
    for (size_t i = 0; i < 3; i++)
        cr_expect_eq(bench.arm[i].rounds, 8, "arm %zu has %zu rounds", i, bench.arm[i].rounds);
    bench.arm[2].op_ns = 2e6;
    bench.arm[2].rounds = 3;
    cr_expect(!tare_scale_suffices(&bench.asked, &bench.run, 7, 8), "7 of 8 rounds");
    cr_expect(tare_scale_suffices(&bench.asked, &bench.run, 8, 8), "all rounds");
    for (size_t i = 0; i < 2; i++)
        bench.arm[i].rounds = 40;
    cr_expect(!tare_scale_suffices(&bench.asked, &bench.run, 8, 40), "the long arm has none yet");
    cr_expect(!tare_scale_suffices(&bench.asked, &bench.run, 39, 40),
              "the long arm has two of three");
    cr_expect(tare_scale_suffices(&bench.asked, &bench.run, 40, 40), "all");
    tare_fate_set(&bench.arm[2].fate, TARE_FATE_CRASHED, "test");
    cr_expect(tare_scale_suffices(&bench.asked, &bench.run, 8, 40),
              "without it 8 rounds are enough");
    bench_tear_down(&bench, NULL);
}

Test(scale, a_cold_arm_has_five_samples)
{
    static struct bench bench;

    give(&bench, &scenes[1]);
    bench.arm[1].job.cold = true;
    tare_scale_settle(&bench.asked, &bench.run);
    cr_expect(bench.arm[1].rounds == 5 && bench.arm[1].granule == 0, "%zu rounds, granules of %ju",
              bench.arm[1].rounds, (uintmax_t)bench.arm[1].granule);
    bench_tear_down(&bench, NULL);
}
