/* SPDX-License-Identifier: MIT */
/* The pass of a profile that says where time goes: samples of a timer (wire.h), unwound. */
#ifndef TARE_PROFILE_SAMPLING_H
#define TARE_PROFILE_SAMPLING_H

#include "base/err.h"
#include "conduct/plan.h"
#include "dwarf/process.h"
#include "model/profile.h"
#include "sys/clock.h"
#include "sys/cpus.h"

struct tare_sampling_params {
    const struct tare_plan *plan;
    const struct tare_plan_block *block;
    size_t arm; /* index in the block */
    const struct tare_clock *clock;
    const struct tare_cpus *cpus;
    struct tare_dwarf_cache *dwarf;
    const char *library; /* path of libtare-sample.so */
    const char *entry;   /* function that the case is; samples that it is not in are not counted */
    double time_ns;      /* that is sampled */
    uint64_t seed;
};

/*
 * Runs the case in a process of its own for the time, in turns with the timer running and some with
 * it stopped, which tells how much it slows the case down. Adds the samples to `profile`, and says
 * in its pass where there are none and why. 0, or -1 where the harness failed.
 */
int tare_sampling_run(struct tare_profile *profile, const struct tare_sampling_params *params,
                      struct tare_err *err);

#endif
