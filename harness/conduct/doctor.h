/* SPDX-License-Identifier: MIT */
/*
 * Looks at the machine for model/fitness.h: reads the facts, watches one core kept busy for a
 * while, and measures pairs of identical arms as any arms are measured. It judges nothing and
 * prints nothing.
 */
#ifndef TARE_CONDUCT_DOCTOR_H
#define TARE_CONDUCT_DOCTOR_H

#include <stdbool.h>

#include "base/err.h"
#include "conduct/conductor.h"
#include "model/fitness.h"
#include "model/result.h"
#include "model/selftest.h"
#include "sys/clock.h"
#include "sys/cpus.h"
#include "sys/machine.h"

/* Plain data but for `measured`: tare_doctor_free(). */
struct tare_doctor {
    struct tare_machine machine;
    struct tare_machine_swap swap;
    struct tare_clock clock;
    struct tare_err clock_err; /* set: there is no clock */
    struct tare_cpus cpus;
    struct tare_err cpus_err; /* set: it is not known where we may run */
    bool aslr_off_here;
    struct tare_fitness_watch watch;
    bool has_selftest;
    struct tare_selftest selftest; /* points into `measured` */
    struct tare_result measured;
    bool interrupted; /* by a signal, during the self-test */
};

struct tare_doctor_params {
    const char *root; /* of /proc and /sys, for tests; NULL: of this machine */
    bool quick;       /* fewer pairs, fewer sets: 3 s instead of 11 */
    bool self_test;   /* this program must have the cases (cmd/doctor_cases.c) */
    /* As of tare_conduct_run(); `id` is of the block at hand. */
    void (*progress)(void *context, const char *id, const struct tare_conduct_place *place);
    void *context;
};

/*
 * Looks. What could not be had is unknown, and a self-test that could not be made says so in
 * `selftest.reason`. Returns 0, or -1 with TARE_ERR_INPUT where `root` is no folder,
 * TARE_ERR_SYSTEM without memory; `doctor` is to be freed either way.
 */
int tare_doctor_look(struct tare_doctor *doctor, const struct tare_doctor_params *params,
                     struct tare_err *err);
void tare_doctor_free(struct tare_doctor *doctor);

/* Judges what it saw. */
void tare_doctor_judge(const struct tare_doctor *doctor, struct tare_fitness *fitness);

/*
 * The line that stands in every result (tare_fitness_line), from facts that a run has at hand and
 * others that are cheap to read: below 2 ms. To be freed; NULL without memory.
 */
char *tare_doctor_line(const struct tare_machine *machine, const struct tare_clock *clock,
                       struct tare_err *err);

#endif
