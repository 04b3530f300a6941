/* SPDX-License-Identifier: MIT */
#include "support_drive.h"

#include <criterion/criterion.h>

#include <string.h>

#include "sys/futex.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void *conduct(void *data)
{
    struct support_drive *drive = data;
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

void support_drive_set_up(struct support_drive *drive)
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

uint64_t support_drive_next(struct support_drive *drive, double elapsed_ns)
{
    drive->t.count = tare_schedule_next(&drive->t, elapsed_ns);
    return drive->t.count;
}

uint64_t support_drive_begin(struct support_drive *drive)
{
    cr_assert_eq(pthread_create(&drive->conductor, NULL, conduct, drive), 0, "no thread");
    return support_drive_next(drive, 0);
}

void support_drive_end(struct support_drive *drive)
{
    pthread_join(drive->conductor, NULL);
}

/* Goes through the steps, whose times are in units, and on to the end of the loop. */
static void play(struct support_drive *drive, const char *name, const struct support_step *step,
                 double unit_ns)
{
    uint64_t count = support_drive_begin(drive);
    size_t i = 0;

    for (double left = 1; count && step[i].count; left--) {
        if (step[i].count == TIMES)
            left = step[i++].elapsed_ns;
        cr_expect_eq(count, step[i].count, "%s: step %zu has %llu iterations instead of %llu", name,
                     i, (unsigned long long)count, (unsigned long long)step[i].count);
        count = support_drive_next(drive, step[i].elapsed_ns * unit_ns);
        if (left <= 1) {
            left = 2;
            i++;
        }
    }
    cr_expect_eq(step[i].count, 0, "%s: ended after %zu steps", name, i);
    cr_expect_eq(count, 0, "%s: goes on after %zu steps with %llu iterations", name, i,
                 (unsigned long long)count);
    for (int more = 0; count && more < 1000; more++)
        count = support_drive_next(drive, 1e12);
    cr_assert_eq(count, 0, "%s: never ends", name);
    support_drive_end(drive);
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

static size_t order_count(const struct tare_turn_order *order, size_t room)
{
    size_t count = 0;

    while (count < room && order[count].order != TARE_ORDER_GO)
        count++;
    return count;
}

void support_drive_play(const struct support_script *script)
{
    double unit_ns = script->unit_ns > 0 ? script->unit_ns : 1;
    struct support_drive drive;

    support_drive_set_up(&drive);
    drive.t.fresh.used = script->fresh;
    drive.job.cold = script->cold;
    drive.order_count = order_count(script->order, COUNT(script->order));
    memcpy(drive.order, script->order, sizeof script->order);
    for (size_t j = 0; j < drive.order_count; j++)
        drive.order[j].cap_ns *= unit_ns;
    play(&drive, script->name, script->step, unit_ns);
    cr_expect_eq(drive.turns, drive.order_count + 1, "%s: %zu turns", script->name, drive.turns);
    cr_expect_eq(drive.mark[0], TARE_MARK_READY, "%s: began with mark %d", script->name,
                 (int)drive.mark[0]);
    for (size_t j = 0; j < drive.order_count; j++) {
        cr_expect_eq(drive.mark[j + 1], TARE_MARK_RAN, "%s: mark %d", script->name,
                     (int)drive.mark[j + 1]);
        expect_ran(script->name, &drive.ran[j + 1], &script->ran[j], unit_ns);
    }
    cr_expect(drive.report.looped, "%s: came to no loop", script->name);
    cr_expect_eq(support_drive_next(&drive, 0), 0, "%s: runs after its end", script->name);
}
