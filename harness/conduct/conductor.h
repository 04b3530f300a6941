/* SPDX-License-Identifier: MIT */
/*
 * The whole run: block after block, measured, weighed and handed over as it is finished. All stays
 * on one core, the conductor too. It never calls a case and never prints.
 */
#ifndef TARE_CONDUCT_CONDUCTOR_H
#define TARE_CONDUCT_CONDUCTOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "conduct/plan.h"
#include "model/result.h"
#include "sys/clock.h"

/* Where the run is; `set` is 0 while the block is weighed. */
struct tare_conduct_place {
    size_t block; /* index in the plan */
    size_t set;   /* from 1 */
    double done_ratio;
    double left_ns; /* an estimate; NAN: none yet */
};

/* A seed drawn anew, of 53 bits: what every reader of JSON and --seed take. */
uint64_t tare_conduct_draw_seed(void);

/* The seed of the data in set 1 of that block of a run, with which it is weighed, too. */
uint64_t tare_conduct_data_seed(uint64_t seed, size_t block);

struct tare_conduct_params {
    const struct tare_plan *plan;
    const struct tare_settings *settings;
    const struct tare_clock *clock;
    uint64_t iterations;      /* a sample of every arm; 0: as many as calibrating finds */
    const char *heap_library; /* path of libtare-heap.so; NULL: nothing is weighed */
    const char *unweighed;    /* why, where it is NULL */
    double *empty_loop_ns;    /* set to an iteration of an empty loop, the least seen; or NULL */

    /* Is this block of the plan to be left out, as a resumed run has it? NULL: none is. */
    bool (*is_done)(void *context, size_t block);
    /* Called often, for a progress line; NULL: not. */
    void (*progress)(void *context, const struct tare_conduct_place *place);
    /* Takes over the finished block (moves its contents). 0, or -1 with `err`: the run ends. */
    int (*finished)(void *context, size_t index, struct tare_block *block, struct tare_err *err);
    void *context;
};

enum tare_conduct_end {
    TARE_CONDUCT_DONE,        /* all blocks */
    TARE_CONDUCT_BUDGET,      /* the budget ran out before the last block */
    TARE_CONDUCT_INTERRUPTED, /* by a signal; the block at hand is lost */
    TARE_CONDUCT_FAILED,      /* the harness failed: `err` */
};

enum tare_conduct_end tare_conduct_run(const struct tare_conduct_params *params,
                                       struct tare_err *err);

#endif
