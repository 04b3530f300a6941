/* SPDX-License-Identifier: MIT */
/*
 * A driver for the state machine of the loop by made-up times: no clock is asked, no process
 * started. A thread stands in for the conductor: it hands each turn back with the next order.
 */
#ifndef TARE_TESTS_SUPPORT_DRIVE_H
#define TARE_TESTS_SUPPORT_DRIVE_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "measure/schedule.h"

#define ORDERS_MAX            32
#define STEPS_MAX             64
#define SUPPORT_SCRIPT_ORDERS 8

struct support_drive {
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

struct support_step {
    uint64_t count;    /* iterations that are asked for */
    double elapsed_ns; /* what they take; `count` 0: the loop is left */
};
/* Stands before a step that comes as many times as its `elapsed_ns` says. */
#define TIMES UINT64_MAX

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

/* What is ordered, what the iterations take, and what has to come of it. */
struct support_script {
    const char *name;
    bool fresh;
    bool cold;
    double unit_ns; /* of all its times; 0: 1 */
    struct tare_turn_order order[SUPPORT_SCRIPT_ORDERS];
    struct support_step step[STEPS_MAX];
    struct tare_turn_report ran[SUPPORT_SCRIPT_ORDERS];
};

/* A case that stands before its loop, with nothing ordered yet. */
void support_drive_set_up(struct support_drive *drive);

/* Comes to the loop: the first order's first count. */
uint64_t support_drive_begin(struct support_drive *drive);

/* Tells what the last run took; the iterations of the next one, 0 at the loop's end. */
uint64_t support_drive_next(struct support_drive *drive, double elapsed_ns);

/* Waits for the conductor; the last order must be done. */
void support_drive_end(struct support_drive *drive);

/* Plays a script to its end; fails the test, by the script's name, where anything differs. */
void support_drive_play(const struct support_script *script);

#endif
