/* SPDX-License-Identifier: MIT */
/*
 * The pass of a profile that says which lines allocate: the weigh process of the case with
 * libtare-heap.so, which keeps for each chain of calls how often and how much it asked for.
 */
#ifndef TARE_PROFILE_ALLOCATIONS_H
#define TARE_PROFILE_ALLOCATIONS_H

#include "base/err.h"
#include "model/profile.h"
#include "profile/subject.h"

/*
 * Adds to `profile`, by libtare-heap.so of the path `library`, the allocations of an operation,
 * their bytes, and the bytes that live after the case has returned, or says in those passes why
 * they are not there. A pass's total is what the library counted in all: the lines of the case add
 * up to it, but for what a note tells. 0, or -1 where the harness failed.
 */
int tare_allocations_run(struct tare_profile *profile, const struct tare_subject *subject,
                         const char *library, struct tare_err *err);

#endif
