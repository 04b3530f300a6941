/* SPDX-License-Identifier: MIT */
/*
 * The pass of a profile that says how often each line is executed: by gcov, from an executable of
 * the same sources that was built with --coverage.
 */
#ifndef TARE_PROFILE_HITS_H
#define TARE_PROFILE_HITS_H

#include "base/err.h"
#include "model/profile.h"
#include "profile/subject.h"

#define TARE_HITS_ADVICE                                                                           \
    "--hits EXE counts them, with an executable of the same sources built with --coverage: "       \
    "make profile CASE=... does all"

struct tare_hits_params {
    const struct tare_subject *subject;
    const char *exe; /* built with --coverage; NULL: there is none */
    double limit_ns; /* of a run */
};

/* Adds to `profile`, or says in its pass why there is nothing. 0, or -1 where the harness failed.
 */
int tare_hits_run(struct tare_profile *profile, const struct tare_hits_params *params,
                  struct tare_err *err);

#endif
