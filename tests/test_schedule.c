/* SPDX-License-Identifier: MIT */
/*
 * The state machine of the loop: orders, calibration and warming; test_priming.c: the samples.
 */
#include <criterion/criterion.h>

#include "support_drive.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct support_script scripts[] = {
    {.name = "calibration grows up to 16 times a run, and takes the last twice",
     .order = {CALIBRATE},
     .step = {{1, 1000}, {17, 17e3}, {273, 273e3}, {547, 547e3}, {547, 600e3}},
     .ran = {{.iterations = 301, .elapsed_ns = 301e3, .prime_ns = 1438e3}}},
    {.name = "calibration takes the faster of the two",
     .order = {CALIBRATE},
     .step = {{1, 200e3}, {3, 600e3}, {3, 450e3}},
     .ran = {{.iterations = 3, .elapsed_ns = 450e3, .prime_ns = 1250e3}}},
    {.name = "a slow first call is not taken for its time",
     .order = {CALIBRATE},
     .step = {{1, 900e6}, {1, 1e3}, {17, 17e3}, {273, 600e3}, {273, 600e3}},
     .ran = {{.iterations = 137, .elapsed_ns = 301098.901098901, .prime_ns = 901218e3}}},
    {.name = "a second run that falls a little short will do",
     .order = {CALIBRATE},
     .step = {{1, 310e3}, {1, 200e3}},
     .ran = {{.iterations = 2, .elapsed_ns = 400e3, .prime_ns = 510e3}}},
    {.name = "one operation that is longer than a sample is one",
     .order = {CALIBRATE},
     .step = {{1, 5e6}, {1, 4e6}},
     .ran = {{.iterations = 1, .elapsed_ns = 4e6, .prime_ns = 9e6}}},
    {.name = "an operation of a second is not repeated",
     .order = {CALIBRATE},
     .step = {{1, 1e9}},
     .ran = {{.iterations = 1, .elapsed_ns = 1e9, .prime_ns = 1e9}}},
    {.name = "calibration of tare_loop_fresh ends at its limit",
     .fresh = true,
     .order = {CALIBRATE},
     .step = {{1, 1}, {17, 17}, {273, 273}, {4096, 4096}},
     .ran = {{.iterations = 4096, .elapsed_ns = 4096, .prime_ns = 4387}}},
    {.name = "a sample of tare_loop_fresh is within its limit",
     .fresh = true,
     .order = {{.order = TARE_ORDER_SAMPLE, .iterations = 5000}},
     .step = {{4096, 1e6}},
     .ran = {{.iterations = 4096, .elapsed_ns = 1e6}}},
    {.name = "with cold caches a sample is one iteration",
     .cold = true,
     .order = {CALIBRATE},
     .step = {{1, 1000}},
     .ran = {{.iterations = 1, .elapsed_ns = 1000, .prime_ns = 1000}}},

    {.name = "warming ends when two windows agree within 3 %",
     .order = {WARM(50e6)},
     .step = {{100, 1000}, {100, 969}, {100, 940}},
     .ran = {{.iterations = 100, .elapsed_ns = 940, .prime_ns = 2909}}},
    {.name = "two windows that agree but are slower than the best are not warm",
     .order = {WARM(50e6)},
     .step = {{100, 1000}, {100, 2000}, {100, 2000}, {100, 1051}, {100, 1051}, {100, 1050}},
     .ran = {{.iterations = 100, .elapsed_ns = 1050, .prime_ns = 8152}}},
    {.name = "warming has a cap",
     .order = {WARM(5000)},
     .step = {{100, 1000}, {100, 2000}, {100, 1999}, {100, 3000}},
     .ran = {{.iterations = 100, .elapsed_ns = 3000, .prime_ns = 7999, .capped = true}}},

    {.name = "one window agrees with none, whatever it takes",
     .order = {WARM(50e6)},
     .step = {{100, 0}, {100, 0}},
     .ran = {{.iterations = 100}}},
};

Test(schedule, orders_are_obeyed, .timeout = 30)
{
    for (size_t i = 0; i < COUNT(scripts); i++)
        support_drive_play(&scripts[i]);
}

/* Empty iterations take no time that a clock sees: the count has an end all the same. */
Test(schedule, calibration_ends_without_a_time, .timeout = 30)
{
    struct support_drive drive;
    uint64_t count;
    uint64_t most = 0;

    support_drive_set_up(&drive);
    drive.order[0] = (struct tare_turn_order)CALIBRATE;
    drive.order_count = 1;
    count = support_drive_begin(&drive);
    for (int i = 0; count && i < 100; i++) {
        most = count > most ? count : most;
        count = support_drive_next(&drive, 0);
    }
    cr_assert_eq(count, 0, "no end at %llu iterations", (unsigned long long)count);
    support_drive_end(&drive);
    cr_expect_eq(most, UINT64_C(1) << 40, "%llu iterations", (unsigned long long)most);
    cr_expect_eq(drive.ran[1].iterations, UINT64_C(1) << 40, "%llu iterations a sample",
                 (unsigned long long)drive.ran[1].iterations);
}

/* Inputs that cost a hundred times what is timed: windows that never agree come to an end. */
Test(schedule, preparing_counts_for_the_cap, .timeout = 30)
{
    struct support_drive drive;
    uint64_t count;
    int windows = 0;

    support_drive_set_up(&drive);
    drive.order[0] = (struct tare_turn_order)WARM(5000);
    drive.order_count = 1;
    count = support_drive_begin(&drive);
    while (count && windows < 1000) {
        drive.t.untimed_ns += 1000;
        count = support_drive_next(&drive, windows++ % 2 ? 10 : 20);
    }
    support_drive_end(&drive);
    cr_expect_eq(windows, TARE_FRESH_CAP * 5, "%d windows", windows);
    cr_expect(drive.ran[1].capped, "it was not capped");
}

/* A clock that goes back between the readings of a sample, or before its first, makes no time of
 * it: the one too short, the other too long. */
Test(schedule, a_clock_that_goes_back_fails_the_case, .timeout = 30)
{
    static const struct {
        const char *when;
        uint64_t before_ticks; /* the last reading of the run before */
        uint64_t start_ticks;
    } rows[] = {
        {"during a sample", 0, UINT64_MAX / 2},
        {"ahead of it", 5000, 1000},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct support_drive drive;

        support_drive_set_up(&drive);
        drive.t.in_loop = true;
        drive.t.in_run = true;
        drive.t.end_ticks = rows[i].before_ticks;
        drive.t.start_ticks = rows[i].start_ticks;
        cr_expect_eq(tare_loop_next_(&drive.t, 0), 0, "%s: the loop goes on", rows[i].when);
        cr_expect_eq(drive.report.end, TARE_END_FAILED, "%s: the case did not fail", rows[i].when);
        cr_expect_not_null(strstr(drive.report.reason, "the clock went back by"), "%s: '%s'",
                           rows[i].when, drive.report.reason);
    }
}

Test(schedule, preparing_belongs_to_its_order, .timeout = 30)
{
    struct support_drive drive;

    support_drive_set_up(&drive);
    drive.order[0] = (struct tare_turn_order)UNPRIMED;
    drive.order[1] = (struct tare_turn_order)UNPRIMED;
    drive.order_count = 2;
    drive.t.entry_ticks = 0;
    support_drive_begin(&drive);
    drive.t.untimed_ns = 70;
    support_drive_next(&drive, 1500);
    drive.t.untimed_ns += 5;
    cr_expect_eq(support_drive_next(&drive, 1600), 0, "no end");
    support_drive_end(&drive);
    cr_expect_eq(drive.ran[1].untimed_ns, 70, "%g ns in the first", drive.ran[1].untimed_ns);
    cr_expect_eq(drive.ran[2].untimed_ns, 5, "%g ns in the second", drive.ran[2].untimed_ns);
    cr_expect_gt(drive.report.setup_ns, 0, "set-up took no time");
}

Test(schedule, a_case_is_weighed_over_one_iteration_and_then_a_fixed_count, .timeout = 30)
{
    static const struct {
        bool fresh;
        uint64_t iterations;
        uint64_t counted;
    } weighings[] = {{false, 8, 8}, {true, 8, 8}, {true, 5000, TARE_FRESH_MAX}};

    for (size_t i = 0; i < COUNT(weighings); i++) {
        struct support_drive drive;
        uint64_t counts[4];

        support_drive_set_up(&drive);
        drive.job.mode = TARE_MODE_WEIGH;
        drive.job.weigh_iterations = weighings[i].iterations;
        drive.t.fresh.used = weighings[i].fresh;
        for (size_t j = 0; j < COUNT(counts); j++)
            counts[j] = support_drive_next(&drive, 1000);
        cr_expect_eq(counts[0], 1, "%zu: %llu first", i, (unsigned long long)counts[0]);
        cr_expect_eq(counts[1], weighings[i].counted, "%zu: %llu counted", i,
                     (unsigned long long)counts[1]);
        cr_expect(!counts[2] && !counts[3], "%zu: it goes on", i);
        cr_expect_eq(atomic_load(&drive.wire.turn), TARE_TURN_CHILD, "%zu: gave its turn away", i);
    }
}

Test(schedule, without_a_conductor_all_iterations_run, .timeout = 30)
{
    static const struct {
        bool fresh;
        uint64_t iterations;
        uint64_t counts[5];
    } plains[] = {
        {false, 10000, {10000}},
        {false, 1, {1}},
        {true, 4096, {4096}},
        {true, 4097, {4096, 1}},
        {true, 10000, {4096, 4096, 1808}},
        {false, (UINT64_C(1) << 40) + 3, {UINT64_C(1) << 40, 3}},
    };

    for (size_t i = 0; i < COUNT(plains); i++) {
        struct support_drive drive;

        support_drive_set_up(&drive);
        drive.t.wire = NULL;
        drive.t.plain_iterations = plains[i].iterations;
        drive.t.fresh.used = plains[i].fresh;
        for (size_t j = 0; j < COUNT(plains[i].counts); j++) {
            uint64_t count = support_drive_next(&drive, 1000);

            cr_expect_eq(count, plains[i].counts[j], "%llu iterations: run %zu has %llu",
                         (unsigned long long)plains[i].iterations, j, (unsigned long long)count);
        }
    }
}
