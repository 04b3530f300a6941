/* SPDX-License-Identifier: MIT */
/*
 * The pass of a profile that counts: instructions, and the misses of a simulated first-level cache
 * and branch predictor, by callgrind. It simulates the case alone (--exec) twice, with few and with
 * more iterations; what the second has beyond the first, by their difference, is an operation. So
 * set-up and the harness cancel, and instructions are exact.
 */
#ifndef TARE_PROFILE_SIMULATE_H
#define TARE_PROFILE_SIMULATE_H

#include "base/err.h"
#include "model/profile.h"
#include "profile/subject.h"
#include "sys/machine.h"

struct tare_simulate_params {
    const struct tare_subject *subject;
    const struct tare_machine_caches *caches; /* the simulated one is of these sizes */
    double limit_ns;                          /* of a run */
};

/* Adds to `profile`, or says in its passes why there is nothing: no valgrind, instructions that it
 * does not know, too slow. 0, or -1 where the harness failed. */
int tare_simulate_run(struct tare_profile *profile, const struct tare_simulate_params *params,
                      struct tare_err *err);

#endif
