/* SPDX-License-Identifier: MIT */
/*
 * Measures one block: set after set of fresh processes, round after round of turns. The rules and
 * their grounds are in STATISTICS.md, rules 1, 2 and 6.
 */
#ifndef TARE_CONDUCT_BLOCK_H
#define TARE_CONDUCT_BLOCK_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "conduct/arm.h"
#include "conduct/plan.h"
#include "sys/clock.h"
#include "sys/cpus.h"
#include "sys/sibling.h"

/* A sample takes about this long; a granule of priming at least that. */
#define TARE_BLOCK_SAMPLE_NS 300e3
/* With a budget and many sets: a shorter one, since then the time is better spent on processes. */
#define TARE_BLOCK_SHORT_NS   100e3
#define TARE_BLOCK_MANY_SETS  50
#define TARE_BLOCK_GRANULE_NS 5e3
#define TARE_BLOCK_PRIME_NS   25e6 /* priming a turn takes no longer, */
#define TARE_BLOCK_GRANULES   24   /* or this many granules where they are long, */
#define TARE_BLOCK_LONG_RATIO 20   /* but then no longer than so many times a set's sampled time */
#define TARE_BLOCK_WARM_NS    50e6 /* nor does warming a process */
#define TARE_BLOCK_ONCE_NS    1e9  /* calibrating repeats no operation that is longer */
#define TARE_BLOCK_ALIKE      4    /* arms within this ratio of speed share their iterations */
#define TARE_BLOCK_MIN_SETS   3    /* a verdict needs as many */

/* Called as a set begins. */
typedef void tare_block_progress(void *context, const struct tare_plan_block *block, size_t set);

struct tare_block_params {
    const struct tare_plan *plan;
    const struct tare_plan_block *block;
    const struct tare_clock *clock;
    const struct tare_cpus *cpus;
    int cold_fd;         /* memory that empties the caches; -1: no arm is cold */
    uint64_t cold_bytes; /* of it */
    uint64_t seed;       /* of this block: order, data, padding */
    size_t sets;
    double min_time_ns;            /* sampled time an arm, over all sets */
    uint64_t iterations;           /* a sample of every arm; 0: as calibrated */
    double precision_ratio;        /* 0: none; else up to TARE_LOOKS_SETS_MAX sets, each of the */
                                   /* time that one of `sets` would have, until it is reached */
    double budget_ns;              /* wall time for the block; 0: none */
    struct tare_sibling *sibling;  /* of the blocks before, to which this one adds; NULL: alone */
    tare_block_progress *progress; /* NULL: none */
    void *context;
};

struct tare_block_run {
    size_t arm_count;
    struct tare_arm *arm; /* in the order of the plan */
    size_t sets;          /* completed */
    double wall_ns;
    double steal_ns;  /* NAN: unknown, as the next three */
    double others_ns; /* CPU time of the core that went to other processes; in steps of a tick */
    double waited_ns; /* on the run queue, all processes together */
    double switches;  /* involuntary */
    double sibling_ratio; /* of the rounds: a sibling of the core was at work; NAN: unknown */
};

/*
 * Measures. What goes wrong with an arm is its fate. Returns 0, or -1 where the harness failed or
 * was interrupted (tare_child_interrupted()); `run` is then to be freed all the same.
 */
int tare_block_measure(struct tare_block_run *run, const struct tare_block_params *params,
                       struct tare_err *err);

void tare_block_run_free(struct tare_block_run *run);

/* The link that a set takes for all its arms, from 0; the plan has layouts, sets count from 1. */
size_t tare_block_layout(const struct tare_plan *plan, size_t set);

/* Is the budget to be spent on as many processes as fit? */
bool tare_block_has_many_sets(const struct tare_block_params *params);

/* The seed of the data of a set; the weigh process takes that of set 1. */
uint64_t tare_block_set_seed(uint64_t block_seed, size_t set);

#endif
