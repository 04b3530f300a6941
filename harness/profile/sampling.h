/* SPDX-License-Identifier: MIT */
/* The pass of a profile that says where time goes: samples of a timer (wire.h), unwound. */
#ifndef TARE_PROFILE_SAMPLING_H
#define TARE_PROFILE_SAMPLING_H

#include "base/err.h"
#include "model/profile.h"
#include "profile/subject.h"

struct tare_sampling_params {
    const struct tare_subject *subject; /* samples that its function is not in are not counted */
    const char *library;                /* path of libtare-sample.so */
    double time_ns;                     /* that is sampled */
};

/*
 * Runs the case in a process of its own for the time, in turns with the timer running and some with
 * it stopped, which tells how much it slows the case down. Adds the samples to `profile`, and says
 * in its pass where there are none and why. 0, or -1 where the harness failed.
 */
int tare_sampling_run(struct tare_profile *profile, const struct tare_sampling_params *params,
                      struct tare_err *err);

#endif
