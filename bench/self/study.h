/* SPDX-License-Identifier: MIT */
/*
 * What the studies of bench/self share: the real conductor on the cases of an executable beside
 * the program, one block at a time. Errors of the harness end the program with status 4.
 */
#ifndef TARE_BENCH_STUDY_H
#define TARE_BENCH_STUDY_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "conduct/block.h"
#include "conduct/plan.h"
#include "sys/clock.h"
#include "sys/cpus.h"
#include "sys/sibling.h"

struct study {
    const char *name; /* of the program, in front of errors */
    char *cases;      /* path of the executable with the cases */
    struct tare_clock clock;
    struct tare_cpus cpus;
    uint64_t random[4];
    struct tare_sibling sibling; /* what was found on the core that measures */
    struct tare_err err;
};

/* Pins this process, catches signals. `argv0` tells where the executable `cases` lies. */
void study_open(struct study *study, const char *argv0, const char *cases);
void study_close(struct study *study);

_Noreturn void study_die(const struct study *study, const struct tare_err *err);

/* The plan of the cases that `filter` matches, against `baseline` (NULL: the group's); to be freed
 * with tare_plan_free(). */
void study_plan(struct study *study, const char *filter, const char *baseline,
                struct tare_plan *plan);

/* The params of the plan's first block with a fresh seed, for the caller to complete. */
struct tare_block_params study_block(struct study *study, const struct tare_plan *plan);

/* An argument that is a count from 1 to `most`, else exit status 2. */
size_t study_parse_count(const struct study *study, const char *text, size_t most,
                         const char *what);

/* A random order of 0..count-1. */
void study_shuffle(struct study *study, size_t *order, size_t count);

#endif
