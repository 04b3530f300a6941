/* SPDX-License-Identifier: MIT */
/* How many instructions an operation takes, by callgrind: exact, and the same in every run. */
#ifndef TARE_PROFILE_INSTRUCTIONS_H
#define TARE_PROFILE_INSTRUCTIONS_H

#include "base/buf.h"
#include "base/err.h"
#include "conduct/plan.h"

struct tare_instructions_params {
    const struct tare_plan_build *build;
    const char *id;    /* of the case */
    const char *entry; /* function that the case is */
    double limit_ns;   /* of a run; there are two */
};

/*
 * Counts those of the case in user space, with what it calls, all threads together. 0; 1: it cannot
 * be had, `why` says it; -1 where the harness failed.
 */
int tare_instructions_count(const struct tare_instructions_params *params, double *count,
                            struct tare_buf *why, struct tare_err *err);

#endif
