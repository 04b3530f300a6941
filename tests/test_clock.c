/* SPDX-License-Identifier: MIT */
#include "sys/clock.h"

#include <criterion/criterion.h>
#include <string.h>

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

static void expect_near(double got, double want, const char *what)
{
    cr_assert_float_eq(got, want, 1e-12 * (want < 0 ? -want : want) + 1e-15,
                       "%s: got %.17g, want %.17g", what, got, want);
}

Test(clock, names_its_source)
{
    cr_assert_str_eq(tare_clock_name(TARE_CLOCK_MONOTONIC), "CLOCK_MONOTONIC_RAW", "monotonic");
    cr_assert_str_eq(tare_clock_name(TARE_CLOCK_CPU), "CLOCK_THREAD_CPUTIME_ID", "cpu");
#if defined(__x86_64__)
    cr_assert_str_eq(tare_clock_name(TARE_CLOCK_TSC), "TSC (lfence; rdtsc)", "tsc");
#elif defined(__aarch64__)
    cr_assert_str_eq(tare_clock_name(TARE_CLOCK_TSC), "CNTVCT_EL0 (isb)", "tsc");
#endif
}

Test(clock, parses_the_words_of_the_flag)
{
    static const struct {
        const char *word;
        enum tare_clock_kind kind;
    } good[] = {
        {"monotonic", TARE_CLOCK_MONOTONIC},
        {"tsc", TARE_CLOCK_TSC},
        {"cpu", TARE_CLOCK_CPU},
    };

    for (size_t i = 0; i < COUNT_OF(good); i++) {
        enum tare_clock_kind kind = (enum tare_clock_kind)99;
        struct tare_err err = {0};

        cr_assert_eq(tare_clock_parse(good[i].word, &kind, &err), 0, "'%s': %s", good[i].word,
                     err.text);
        cr_assert_eq(kind, good[i].kind, "'%s' gave kind %d", good[i].word, (int)kind);
    }
}

Test(clock, refuses_other_words)
{
    static const char *const bad[] = {"", "TSC", "mono", "monotonic ", "cpu,tsc"};

    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        enum tare_clock_kind kind = TARE_CLOCK_CPU;
        struct tare_err err = {0};

        cr_assert_eq(tare_clock_parse(bad[i], &kind, &err), -1, "'%s' was taken", bad[i]);
        cr_assert_eq(err.code, TARE_ERR_USAGE, "'%s' gave code %d", bad[i], (int)err.code);
        cr_assert_eq(kind, TARE_CLOCK_CPU, "'%s' changed the kind", bad[i]);
        cr_assert_eq(tare_clock_parse(bad[i], &kind, NULL), -1, "'%s' without err", bad[i]);
    }
}

Test(clock, says_what_words_there_are)
{
    enum tare_clock_kind kind;
    struct tare_err err = {0};

    tare_clock_parse("hpet", &kind, &err);
    cr_assert_str_eq(err.text, "unknown clock 'hpet': choose monotonic, tsc or cpu", "text");
}

Test(clock, turns_ticks_into_nanoseconds)
{
    struct tare_clock clock = {.kind = TARE_CLOCK_TSC, .ns_per_tick = 0.25};

    expect_near(tare_clock_ns(&clock, 0), 0, "nothing");
    expect_near(tare_clock_ns(&clock, 4001), 1000.25, "4001 ticks at 4 GHz");
}

/* A counter at 2.5 GHz that began at 1000000; the widths differ and so does the place within. */
Test(clock, calibrates_from_the_tightest_brackets)
{
    const struct tare_clock_bracket start[] = {
        {.before_ns = 1000, .ticks = 1010000, .after_ns = 9000},
        {.before_ns = 10000, .ticks = 1025050, .after_ns = 10040},
        {.before_ns = 11000, .ticks = 1090000, .after_ns = 11500},
    };
    const struct tare_clock_bracket end[] = {
        {.before_ns = 20010000, .ticks = 51025075, .after_ns = 20010060},
        {.before_ns = 20011000, .ticks = 51900000, .after_ns = 20012000},
        {.before_ns = 20013000, .ticks = 51900000, .after_ns = 20013061},
    };
    struct tare_err err = {0};
    double ns_per_tick = 0;
    double error_ratio = 0;

    cr_assert_eq(tare_clock_calibrate(start, end, 3, &ns_per_tick, &error_ratio, &err), 0, "%s",
                 err.text);
    expect_near(ns_per_tick, 0.4, "middles 10020 and 20010030 over 50000025 ticks");
    expect_near(error_ratio, 50.0 / 20000010, "half of 40 + 60 ns over 20000010");
}

/* Wherever in its brackets the counter was truly read, the true rate lies within the bound. */
Test(clock, bounds_the_error_of_calibration)
{
    for (uint64_t early = 0; early <= 100; early += 50) {
        for (uint64_t late = 0; late <= 200; late += 50) {
            const struct tare_clock_bracket start = {0, 3 * early, 100};
            const struct tare_clock_bracket end = {1000000, 3 * (1000000 + late), 1000200};
            double ns_per_tick = 0;
            double error_ratio = 0;

            cr_assert_eq(tare_clock_calibrate(&start, &end, 1, &ns_per_tick, &error_ratio, NULL), 0,
                         "%d and %d were refused", (int)early, (int)late);
            cr_assert_float_eq(ns_per_tick * 3, 1, error_ratio / (1 - error_ratio) + 1e-12,
                               "off by %g with a bound of %g", ns_per_tick * 3 - 1, error_ratio);
        }
    }
}

Test(clock, refuses_a_calibration_that_says_nothing)
{
    static const struct {
        const char *what;
        const char *text;
        struct tare_clock_bracket start;
        struct tare_clock_bracket end;
    } bad[] = {
        {"counter stands", "did not advance", {0, 500, 10}, {20000000, 500, 20000010}},
        {"counter runs back", "did not advance", {0, 500, 10}, {20000000, 499, 20000010}},
        {"reference stands", "'CLOCK_MONOTONIC_RAW' did not advance", {0, 500, 10}, {10, 900, 10}},
        {"brackets too wide", "uncertain by 0.20 %", {0, 500, 40000}, {20000000, 60000, 20040000}},
    };

    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        struct tare_err err = {0};
        double ns_per_tick = 7;
        double error_ratio = 7;

        cr_assert_eq(
            tare_clock_calibrate(&bad[i].start, &bad[i].end, 1, &ns_per_tick, &error_ratio, &err),
            -1, "%s was taken", bad[i].what);
        cr_assert_eq(err.code, TARE_ERR_UNFIT, "%s gave code %d", bad[i].what, (int)err.code);
        cr_assert(strstr(err.text, bad[i].text) != NULL, "%s gave '%s'", bad[i].what, err.text);
        cr_assert_eq(ns_per_tick, 7, "%s wrote a rate", bad[i].what);
    }
}

Test(clock, costs_what_its_calmest_window_costs)
{
    static const struct {
        const char *what;
        size_t count;
        size_t window;
        double cost_ticks;
        uint64_t readings[8];
    } rows[] = {
        {"steady", 5, 2, 20, {100, 120, 140, 160, 180}},
        {"grain of 10 read in 24 ticks", 6, 5, 24, {0, 20, 50, 70, 100, 120}},
        {"an interrupt hits the first two windows", 6, 2, 20.5, {0, 20, 9020, 9040, 9061, 9082}},
        {"the first window counts too", 4, 2, 10, {5, 15, 25, 9000}},
        {"the whole as one window", 3, 2, 30, {0, 20, 60}},
        {"too coarse to see a reading", 4, 3, 0, {4000, 4000, 4000, 4000}},
        {"single steps", 4, 1, 19, {0, 20, 39, 60}},
        {"a step back in one window", 5, 1, 20, {100, 120, 60, 80, 100}},
        {"back all the way", 3, 1, 0, {300, 200, 100}},
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++)
        expect_near(tare_clock_cost_ticks(rows[i].readings, rows[i].count, rows[i].window),
                    rows[i].cost_ticks, rows[i].what);
}

Test(clock, steps_by_the_least_that_is_not_zero)
{
    static const struct {
        const char *what;
        size_t count;
        uint64_t step_ticks;
        uint64_t readings[6];
    } rows[] = {
        {"fine", 4, 19, {0, 20, 39, 60}},
        {"coarse", 6, 4000, {0, 0, 4000, 4000, 4000, 12000}},
        {"standing", 3, 0, {7, 7, 7}},
        {"a step back counts for none", 4, 30, {100, 90, 120, 150}},
        {"back all the way", 3, 0, {3, 2, 1}},
        {"one reading", 1, 0, {7}},
        {"none", 0, 0, {0}},
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++)
        cr_assert_eq(tare_clock_step_ticks(rows[i].readings, rows[i].count), rows[i].step_ticks,
                     "%s", rows[i].what);
}

static void expect_open(enum tare_clock_kind kind)
{
    struct tare_clock clock;
    struct tare_err err = {0};
    uint64_t first;

    if (tare_clock_open(&clock, kind, &err) != 0) {
        cr_assert_eq(err.code, TARE_ERR_UNFIT, "code %d: %s", (int)err.code, err.text);
        cr_assert_eq(kind, TARE_CLOCK_TSC, "a POSIX clock is missing: %s", err.text);
        cr_skip("%s", err.text);
    }
    cr_assert_eq(clock.kind, kind, "kind");
    cr_assert_gt(clock.ns_per_tick, 0, "rate");
    cr_assert_geq(clock.cost_ns, 0, "cost");
    cr_assert_gt(clock.resolution_ns, 0, "resolution");
    first = tare_clock_ticks(&clock);
    for (int i = 0; i < 1000; i++) {
        uint64_t next = tare_clock_ticks(&clock);

        cr_assert_geq(next, first, "the clock ran back");
        first = next;
    }
}

Test(clock, opens_monotonic)
{
    expect_open(TARE_CLOCK_MONOTONIC);
}

Test(clock, opens_cpu)
{
    expect_open(TARE_CLOCK_CPU);
}

Test(clock, opens_tsc)
{
    expect_open(TARE_CLOCK_TSC);
}

Test(clock, needs_no_calibration_where_ticks_are_nanoseconds)
{
    struct tare_clock clock;

    cr_assert_eq(tare_clock_open(&clock, TARE_CLOCK_CPU, NULL), 0, "open");
    cr_assert_eq(clock.ns_per_tick, 1.0, "rate");
    cr_assert_eq(clock.ns_per_tick_error_ratio, 0.0, "error of the rate");
}

Test(clock, measures_the_cost_of_a_copy_by_its_rate)
{
    struct tare_clock clock = {.kind = TARE_CLOCK_MONOTONIC, .ns_per_tick = 1.0, .cost_ns = -1};
    struct tare_clock copy = clock;

    tare_clock_measure_cost(&copy);
    cr_assert_geq(copy.cost_ns, 0, "cost");
    cr_assert_eq(copy.ns_per_tick, 1.0, "the rate stays");
    cr_assert_eq(clock.cost_ns, -1, "the original stays");
}
