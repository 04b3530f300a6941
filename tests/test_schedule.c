/* SPDX-License-Identifier: MIT */
/*
 * The state machine of the loop, driven by made-up times: no clock is asked, no process started. A
 * thread stands in for the conductor: it hands each turn back with the next order of a script.
 */
#include <criterion/criterion.h>

#include <pthread.h>
#include <string.h>

#include "measure/schedule.h"
#include "sys/futex.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#define ORDERS_MAX 32
#define STEPS_MAX  64

struct drive {
    struct tare t;
    struct tare_wire wire;
    struct tare_job job;
    struct tare_case_report report;
    struct tare_turn_order order[ORDERS_MAX]; /* what is ordered; behind them FINISH */
    size_t order_count;
    struct tare_turn_report ran[ORDERS_MAX + 1]; /* what came of them; the first of READY */
    enum tare_mark mark[ORDERS_MAX + 1];
    size_t turns; /* that were handed over */
    pthread_t conductor;
};

static void *conduct(void *data)
{
    struct drive *drive = data;
    struct tare_wire *wire = &drive->wire;
    bool finished = false;

    while (!finished) {
        while (atomic_load(&wire->turn) != TARE_TURN_CONDUCTOR)
            tare_futex_wait(&wire->turn, TARE_TURN_CHILD, NULL);
        drive->mark[drive->turns] = wire->mark;
        drive->ran[drive->turns] = wire->ran;
        finished = drive->turns == drive->order_count;
        wire->order = finished ? (struct tare_turn_order){.order = TARE_ORDER_FINISH}
                               : drive->order[drive->turns];
        drive->turns++;
        atomic_store(&wire->turn, TARE_TURN_CHILD);
        tare_futex_wake(&wire->turn);
    }
    return NULL;
}

/* A case that stands before its loop, with nothing ordered yet. */
static void set_up(struct drive *drive)
{
    memset(drive, 0, sizeof *drive);
    atomic_store(&drive->wire.turn, TARE_TURN_CHILD);
    drive->t.job = &drive->job;
    drive->t.wire = &drive->wire;
    drive->t.report = &drive->report;
    drive->t.clock.ns_per_tick = 1;
    drive->t.rss_entry_bytes = -1;
    drive->t.faults_entry = -1;
}

/* Tells what the last run took; the iterations of the next one. */
static uint64_t next(struct drive *drive, double elapsed_ns)
{
    drive->t.count = tare_schedule_next(&drive->t, elapsed_ns);
    return drive->t.count;
}

/* Comes to the loop: the first order's first count. */
static uint64_t begin(struct drive *drive)
{
    cr_assert_eq(pthread_create(&drive->conductor, NULL, conduct, drive), 0, "no thread");
    return next(drive, 0);
}

/* The last order must be done. */
static void end(struct drive *drive)
{
    pthread_join(drive->conductor, NULL);
}

struct step {
    uint64_t count;    /* iterations that are asked for */
    double elapsed_ns; /* what they take; `count` 0: the loop is left */
};
/* Stands before a step that comes as many times as its `elapsed_ns` says. */
#define TIMES UINT64_MAX

/* Goes through the steps, whose times are in units, and on to the end of the loop. */
static void play(struct drive *drive, const char *name, const struct step *step, double unit_ns)
{
    uint64_t count = begin(drive);
    size_t i = 0;

    for (double left = 1; count && step[i].count; left--) {
        if (step[i].count == TIMES)
            left = step[i++].elapsed_ns;
        cr_expect_eq(count, step[i].count, "%s: step %zu has %llu iterations instead of %llu", name,
                     i, (unsigned long long)count, (unsigned long long)step[i].count);
        count = next(drive, step[i].elapsed_ns * unit_ns);
        if (left <= 1) {
            left = 2;
            i++;
        }
    }
    cr_expect_eq(step[i].count, 0, "%s: ended after %zu steps", name, i);
    cr_expect_eq(count, 0, "%s: goes on after %zu steps with %llu iterations", name, i,
                 (unsigned long long)count);
    for (int more = 0; count && more < 1000; more++)
        count = next(drive, 1e12);
    cr_assert_eq(count, 0, "%s: never ends", name);
    end(drive);
}

static void expect_ran(const char *name, const struct tare_turn_report *ran,
                       const struct tare_turn_report *expected, double unit_ns)
{
    cr_expect_eq(ran->iterations, expected->iterations, "%s: %llu iterations", name,
                 (unsigned long long)ran->iterations);
    cr_expect_float_eq(ran->elapsed_ns, expected->elapsed_ns * unit_ns, 1e-6, "%s: took %g ns",
                       name, ran->elapsed_ns);
    cr_expect_float_eq(ran->prime_ns, expected->prime_ns * unit_ns, 1e-6, "%s: %g ns before it",
                       name, ran->prime_ns);
    cr_expect_eq(ran->capped, expected->capped, "%s: capped is %d", name, ran->capped);
}

#define CALIBRATE                                                                                  \
    {                                                                                              \
        .order = TARE_ORDER_CALIBRATE, .target_ns = 300e3, .cap_ns = 1e9                           \
    }
#define WARM(cap)                                                                                  \
    {                                                                                              \
        .order = TARE_ORDER_WARM, .iterations = 100, .cap_ns = (cap)                               \
    }
/* A granule of 10 iterations, a sample of 100; without: no priming. */
#define SAMPLE(cap)                                                                                \
    {                                                                                              \
        .order = TARE_ORDER_SAMPLE, .iterations = 100, .granule = 10, .cap_ns = (cap)              \
    }
#define UNPRIMED                                                                                   \
    {                                                                                              \
        .order = TARE_ORDER_SAMPLE, .iterations = 100                                              \
    }
/* Ten nanoseconds an iteration, known after two windows. */
#define WARMED WARM(50e6)
#define WARMING                                                                                    \
    {100, 1000},                                                                                   \
    {                                                                                              \
        100, 1000                                                                                  \
    }
#define WARMTH                                                                                     \
    {                                                                                              \
        .iterations = 100, .elapsed_ns = 1000, .prime_ns = 2000                                    \
    }

/* A unit in which a granule of 100 is long enough to be warm by itself. */
#define LONG_GRANULE 500

static const struct script {
    const char *name;
    bool fresh;
    bool cold;
    double unit_ns; /* of all its times; 0: 1 */
    struct tare_turn_order order[8];
    struct step step[STEPS_MAX];
    struct tare_turn_report ran[8];
} scripts[] = {
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
    {.name = "the first granule that is warm will do",
     .unit_ns = LONG_GRANULE,
     .order = {WARMED, SAMPLE(5e6)},
     .step = {WARMING, {10, 101}, {100, 1005}},
     .ran = {WARMTH, {.iterations = 100, .elapsed_ns = 1005, .prime_ns = 101}}},
    {.name = "of short ones as many as take 40 us, and a lucky one among them does not count",
     .order = {WARM(50e6), SAMPLE(5e6)},
     .step = {{TIMES, 2},
              {100, 100e3},
              {10, 10.5e3},
              {10, 9.9e3},
              {TIMES, 2},
              {10, 10.5e3},
              {TIMES, 4},
              {10, 10.05e3},
              {100, 101e3}},
     .ran = {{.iterations = 100, .elapsed_ns = 100e3, .prime_ns = 200e3},
             {.iterations = 100, .elapsed_ns = 101e3, .prime_ns = 81.6e3}}},
    {.name = "granules go on until one is warm",
     .unit_ns = LONG_GRANULE,
     .order = {WARMED, SAMPLE(5e6)},
     .step = {WARMING, {10, 900}, {10, 300}, {10, 120}, {10, 99}, {100, 1005}},
     .ran = {WARMTH, {.iterations = 100, .elapsed_ns = 1005, .prime_ns = 1419}}},
    {.name = "a little slower will do when two windows are alike",
     .unit_ns = LONG_GRANULE,
     .order = {WARMED, SAMPLE(5e6)},
     .step = {WARMING, {TIMES, 64}, {10, 101.8}, {TIMES, 64}, {10, 101.6}, {100, 1040}},
     .ran = {WARMTH, {.iterations = 100, .elapsed_ns = 1040, .prime_ns = 64 * 203.4}}},
    {.name = "a window that gains on the one before is not alike, and the next is twice as long",
     .unit_ns = LONG_GRANULE,
     .order = {WARMED, SAMPLE(5e6)},
     .step = {WARMING,
              {TIMES, 64},
              {10, 101.9},
              {TIMES, 64},
              {10, 101.5},
              {TIMES, 128},
              {10, 101.4},
              {100, 1040}},
     .ran = {WARMTH, {.iterations = 100, .elapsed_ns = 1040, .prime_ns = 64 * 406.2}}},
    {.name = "what is slower than known by more than 2 % goes on for 256 granules, alike or not",
     .unit_ns = LONG_GRANULE,
     .order = {WARMED, SAMPLE(5e6)},
     .step = {WARMING, {TIMES, 256}, {10, 103}, {100, 1060}},
     .ran = {WARMTH, {.iterations = 100, .elapsed_ns = 1060, .prime_ns = 256 * 103}}},
    {.name = "of long granules a window is as many as take 5 ms",
     .order = {WARM(50e9), SAMPLE(5e9)},
     .step =
         {{TIMES, 2}, {100, 5e6}, {TIMES, 10}, {10, 509e3}, {TIMES, 10}, {10, 508e3}, {100, 52e6}},
     .ran = {{.iterations = 100, .elapsed_ns = 5e6, .prime_ns = 10e6},
             {.iterations = 100, .elapsed_ns = 52e6, .prime_ns = 10170e3}}},
    {.name = "and four at least",
     .order = {WARM(50e9), SAMPLE(5e9)},
     .step = {{TIMES, 2},
              {100, 500e6},
              {TIMES, 4},
              {10, 50.9e6},
              {TIMES, 4},
              {10, 50.9e6},
              {100, 520e6}},
     .ran = {{.iterations = 100, .elapsed_ns = 500e6, .prime_ns = 1000e6},
             {.iterations = 100, .elapsed_ns = 520e6, .prime_ns = 407.2e6}}},
    {.name = "one granule that is warm ends it in the middle of a window",
     .unit_ns = LONG_GRANULE,
     .order = {WARMED, SAMPLE(5e6)},
     .step = {WARMING, {TIMES, 100}, {10, 106}, {10, 101}, {100, 1000}},
     .ran = {WARMTH, {.iterations = 100, .elapsed_ns = 1000, .prime_ns = 10701}}},
    {.name = "what nothing is known of has to be like itself",
     .order = {SAMPLE(5e6)},
     .step = {{TIMES, 64}, {10, 200}, {TIMES, 64}, {10, 150}, {TIMES, 128}, {10, 150}, {100, 1500}},
     .ran = {{.iterations = 100, .elapsed_ns = 1500, .prime_ns = 64 * 650}}},
    {.name = "priming has a cap",
     .unit_ns = LONG_GRANULE,
     .order = {WARMED, SAMPLE(500)},
     .step = {WARMING, {10, 200}, {10, 200}, {10, 200}, {100, 1900}},
     .ran = {WARMTH, {.iterations = 100, .elapsed_ns = 1900, .prime_ns = 600, .capped = true}}},
    {.name = "without a granule there is no priming",
     .order = {UNPRIMED},
     .step = {{100, 1500}},
     .ran = {{.iterations = 100, .elapsed_ns = 1500}}},
    {.name = "one sample that was fast by accident does not raise the bar",
     .unit_ns = LONG_GRANULE,
     .order = {WARMED, UNPRIMED, SAMPLE(5e6)},
     .step = {WARMING, {100, 500}, {10, 100}, {100, 1000}},
     .ran = {WARMTH,
             {.iterations = 100, .elapsed_ns = 500},
             {.iterations = 100, .elapsed_ns = 1000, .prime_ns = 100}}},
    {.name = "two samples that were fast do",
     .unit_ns = LONG_GRANULE,
     .order = {WARMED, UNPRIMED, UNPRIMED, SAMPLE(5e6)},
     .step =
         {WARMING, {100, 500}, {100, 500}, {10, 100}, {10, 100}, {10, 50}, {10, 50}, {100, 500}},
     .ran = {WARMTH,
             {.iterations = 100, .elapsed_ns = 500},
             {.iterations = 100, .elapsed_ns = 500},
             {.iterations = 100, .elapsed_ns = 500, .prime_ns = 300}}},
    {.name = "one slow sample does not lower it",
     .unit_ns = LONG_GRANULE,
     .order = {WARMED, UNPRIMED, SAMPLE(5e6)},
     .step = {WARMING, {100, 2000}, {10, 200}, {10, 100}, {100, 1000}},
     .ran = {WARMTH,
             {.iterations = 100, .elapsed_ns = 2000},
             {.iterations = 100, .elapsed_ns = 1000, .prime_ns = 300}}},
    {.name = "a new warming forgets what was known",
     .unit_ns = LONG_GRANULE,
     .order = {WARMED, WARM(50e6), SAMPLE(5e6)},
     .step = {WARMING, {100, 3000}, {100, 3000}, {10, 300}, {100, 3000}},
     .ran = {WARMTH,
             {.iterations = 100, .elapsed_ns = 3000, .prime_ns = 6000},
             {.iterations = 100, .elapsed_ns = 3000, .prime_ns = 300}}},
    /* The fourth turn's cap is 600 / 6, the fifth's 1800 / 6. */
    {.name = "after three turns at their cap the next are given less",
     .unit_ns = LONG_GRANULE,
     .order = {WARMED, SAMPLE(600), SAMPLE(600), SAMPLE(300), SAMPLE(600), SAMPLE(1800)},
     .step = {WARMING,
              {10, 300},
              {10, 300},
              {100, 9},
              {10, 400},
              {10, 400},
              {100, 1e4},
              {10, 300},
              {100, 1e4},
              {10, 120},
              {100, 1e4},
              {10, 299},
              {10, 100},
              {100, 1e4}},
     .ran = {WARMTH,
             {.iterations = 100, .elapsed_ns = 9, .prime_ns = 600, .capped = true},
             {.iterations = 100, .elapsed_ns = 1e4, .prime_ns = 800, .capped = true},
             {.iterations = 100, .elapsed_ns = 1e4, .prime_ns = 300, .capped = true},
             {.iterations = 100, .elapsed_ns = 1e4, .prime_ns = 120, .capped = true},
             {.iterations = 100, .elapsed_ns = 1e4, .prime_ns = 399}}},
    {.name = "warming at its cap costs no turn",
     .unit_ns = LONG_GRANULE,
     .order = {WARM(900), WARM(900), SAMPLE(600)},
     .step = {{100, 1000}, {100, 1000}, {10, 200}, {10, 100}, {100, 1000}},
     .ran = {{.iterations = 100, .elapsed_ns = 1000, .prime_ns = 1000, .capped = true},
             {.iterations = 100, .elapsed_ns = 1000, .prime_ns = 1000, .capped = true},
             {.iterations = 100, .elapsed_ns = 1000, .prime_ns = 300}}},
    {.name = "a turn that is primed gives them all of it again",
     .unit_ns = LONG_GRANULE,
     .order = {WARMED, SAMPLE(600), SAMPLE(600), SAMPLE(600), SAMPLE(600), SAMPLE(600)},
     .step = {WARMING,
              {10, 600},
              {100, 1e3},
              {10, 600},
              {100, 1e3},
              {10, 600},
              {100, 1e3},
              {10, 100},
              {100, 1e3},
              {10, 300},
              {10, 300},
              {100, 1e3}},
     .ran = {WARMTH,
             {.iterations = 100, .elapsed_ns = 1e3, .prime_ns = 600, .capped = true},
             {.iterations = 100, .elapsed_ns = 1e3, .prime_ns = 600, .capped = true},
             {.iterations = 100, .elapsed_ns = 1e3, .prime_ns = 600, .capped = true},
             {.iterations = 100, .elapsed_ns = 1e3, .prime_ns = 100},
             {.iterations = 100, .elapsed_ns = 1e3, .prime_ns = 600, .capped = true}}},
};

static size_t order_count(const struct tare_turn_order *order, size_t room)
{
    size_t count = 0;

    while (count < room && order[count].order != TARE_ORDER_GO)
        count++;
    return count;
}

Test(schedule, orders_are_obeyed, .timeout = 30)
{
    for (size_t i = 0; i < COUNT(scripts); i++) {
        const struct script *script = &scripts[i];
        double unit_ns = script->unit_ns > 0 ? script->unit_ns : 1;
        struct drive drive;

        set_up(&drive);
        drive.t.fresh.used = script->fresh;
        drive.job.cold = script->cold;
        drive.order_count = order_count(script->order, COUNT(script->order));
        memcpy(drive.order, script->order, sizeof script->order);
        for (size_t j = 0; j < drive.order_count; j++)
            drive.order[j].cap_ns *= unit_ns;
        play(&drive, script->name, script->step, unit_ns);
        cr_expect_eq(drive.turns, drive.order_count + 1, "%s: %zu turns", script->name,
                     drive.turns);
        cr_expect_eq(drive.mark[0], TARE_MARK_READY, "%s: began with mark %d", script->name,
                     (int)drive.mark[0]);
        for (size_t j = 0; j < drive.order_count; j++) {
            cr_expect_eq(drive.mark[j + 1], TARE_MARK_RAN, "%s: mark %d", script->name,
                         (int)drive.mark[j + 1]);
            expect_ran(script->name, &drive.ran[j + 1], &script->ran[j], unit_ns);
        }
        cr_expect(drive.report.looped, "%s: came to no loop", script->name);
        cr_expect_eq(next(&drive, 0), 0, "%s: runs after its end", script->name);
    }
}

/* Empty iterations take no time that a clock sees: the count has an end all the same. */
Test(schedule, calibration_ends_without_a_time, .timeout = 30)
{
    struct drive drive;
    uint64_t count;
    uint64_t most = 0;

    set_up(&drive);
    drive.order[0] = (struct tare_turn_order)CALIBRATE;
    drive.order_count = 1;
    count = begin(&drive);
    for (int i = 0; count && i < 100; i++) {
        most = count > most ? count : most;
        count = next(&drive, 0);
    }
    cr_assert_eq(count, 0, "no end at %llu iterations", (unsigned long long)count);
    end(&drive);
    cr_expect_eq(most, UINT64_C(1) << 40, "%llu iterations", (unsigned long long)most);
    cr_expect_eq(drive.ran[1].iterations, UINT64_C(1) << 40, "%llu iterations a sample",
                 (unsigned long long)drive.ran[1].iterations);
}

/* After as many samples as are remembered a machine that slowed down is what is known. */
Test(schedule, a_machine_that_slows_down_is_followed, .timeout = 30)
{
    struct drive drive;
    uint64_t count;

    set_up(&drive);
    drive.order[0] = (struct tare_turn_order)WARMED;
    for (int i = 1; i <= TARE_RECENT; i++)
        drive.order[i] = (struct tare_turn_order)UNPRIMED;
    drive.order[TARE_RECENT + 1] = (struct tare_turn_order)SAMPLE(5e6);
    drive.order_count = TARE_RECENT + 2;
    count = begin(&drive);
    count = next(&drive, 250e3);
    count = next(&drive, 250e3);
    for (int i = 0; i < TARE_RECENT; i++) {
        cr_expect_eq(count, 100, "sample %d has %llu iterations", i, (unsigned long long)count);
        count = next(&drive, 500e3);
    }
    cr_expect_eq(count, 10, "a granule has %llu iterations", (unsigned long long)count);
    count = next(&drive, 50e3);
    cr_expect_eq(count, 100, "not primed by what is known now");
    cr_expect_eq(next(&drive, 500e3), 0, "no end");
    end(&drive);
}

Test(schedule, preparing_belongs_to_its_order, .timeout = 30)
{
    struct drive drive;

    set_up(&drive);
    drive.order[0] = (struct tare_turn_order)UNPRIMED;
    drive.order[1] = (struct tare_turn_order)UNPRIMED;
    drive.order_count = 2;
    drive.t.entry_ticks = 0;
    begin(&drive);
    drive.t.untimed_ns = 70;
    next(&drive, 1500);
    drive.t.untimed_ns += 5;
    cr_expect_eq(next(&drive, 1600), 0, "no end");
    end(&drive);
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
        struct drive drive;
        uint64_t counts[4];

        set_up(&drive);
        drive.job.mode = TARE_MODE_WEIGH;
        drive.job.weigh_iterations = weighings[i].iterations;
        drive.t.fresh.used = weighings[i].fresh;
        for (size_t j = 0; j < COUNT(counts); j++)
            counts[j] = next(&drive, 1000);
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
        struct drive drive;

        set_up(&drive);
        drive.t.wire = NULL;
        drive.t.plain_iterations = plains[i].iterations;
        drive.t.fresh.used = plains[i].fresh;
        for (size_t j = 0; j < COUNT(plains[i].counts); j++) {
            uint64_t count = next(&drive, 1000);

            cr_expect_eq(count, plains[i].counts[j], "%llu iterations: run %zu has %llu",
                         (unsigned long long)plains[i].iterations, j, (unsigned long long)count);
        }
    }
}
