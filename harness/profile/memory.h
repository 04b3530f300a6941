/* SPDX-License-Identifier: MIT */
/*
 * The pass of a profile that follows the live heap: the case, its loop's statement once, in a
 * process with libtare-heap.so that notes for each chain of calls what it allocated and freed, and
 * when.
 */
#ifndef TARE_PROFILE_MEMORY_H
#define TARE_PROFILE_MEMORY_H

#include "base/err.h"
#include "model/profile.h"
#include "profile/subject.h"

/* Fills profile->memory, by libtare-heap.so of the path `library`, or says there why not. 0, or -1
 * where the harness failed. */
int tare_memory_run(struct tare_profile *profile, const struct tare_subject *subject,
                    const char *library, struct tare_err *err);

#endif
