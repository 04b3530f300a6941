/* SPDX-License-Identifier: MIT */
/*
 * One arm over the sets of its block: its process of the moment, what it was calibrated to, and
 * the samples it gave.
 */
#ifndef TARE_CONDUCT_ARM_H
#define TARE_CONDUCT_ARM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "conduct/child.h"
#include "conduct/fate.h"
#include "conduct/plan.h"
#include "measure/wire.h"
#include "model/result.h"

struct tare_arm {
    const struct tare_plan_arm *plan;
    const struct tare_plan_build *build;
    size_t layout_count; /* of the plan */
    double clock_resolution_ns;
    struct tare_job job;
    double limit_ns;
    struct tare_fate fate; /* set: out of the later sets */
    char *output;          /* what it printed when it failed; NULL */
    struct tare_child child;

    /* Settled in the first set and kept. */
    double op_ns;         /* time of one iteration, roughly */
    double untimed_ratio; /* time that fresh inputs take, by the time that is timed */
    uint64_t iterations;  /* of a sample */
    uint64_t granule;     /* of a step of priming; 0: none */
    size_t rounds;        /* samples a set, the dropped first not counted */

    /* Of the set at hand. */
    size_t set;       /* from 1 */
    const char *link; /* the executable of this set, where there are layouts; NULL */
    size_t set_begin; /* first of its samples */
    bool checked;
    uint64_t check;

    /* Over all sets. */
    size_t sample_count;
    size_t sample_room;
    struct tare_sample *sample;
    double *prime_ns; /* sample_count: priming before each */
    size_t turn_count;
    size_t capped_count; /* turns whose priming hit its cap */
    size_t cold_starts;  /* sets in which warming hit its cap */
    double sampled_ns;
    double primed_ns;  /* priming, warming, calibrating */
    double turns_ns;   /* wall time of the turns whose samples were kept, */
    double process_ns; /* and of all else that its processes took, but for calibrating */
    double setup_ns;   /* of the case: set-up, tear-down, preparing, disposing */
    bool reported;
    struct tare_case_report report; /* of the first set */
};

/* An arm of a plan that has not run. */
void tare_arm_init(struct tare_arm *arm, const struct tare_plan *plan,
                   const struct tare_plan_block *block, size_t index);
void tare_arm_free(struct tare_arm *arm);

/* Can it take part in the next set or turn? */
bool tare_arm_is_up(const struct tare_arm *arm);

/*
 * Gives the child a turn, and notes the time that went into it. Returns whether it came back; if
 * not, the arm's fate may be set, and the samples of the set at hand are gone.
 */
bool tare_arm_turn(struct tare_arm *arm, const struct tare_turn_order *order);

/* Keeps the sample of the turn that came back. 0, or -1 without memory. */
int tare_arm_keep(struct tare_arm *arm, uint32_t process, uint32_t round, struct tare_err *err);

/* Takes over from the child how it fared: its fate, output, report and check. */
void tare_arm_settle(struct tare_arm *arm);

#endif
