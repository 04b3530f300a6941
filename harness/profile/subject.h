/* SPDX-License-Identifier: MIT */
/* What a profile is of: one case of one executable. */
#ifndef TARE_PROFILE_SUBJECT_H
#define TARE_PROFILE_SUBJECT_H

#include "conduct/arm.h"
#include "conduct/fate.h"
#include "conduct/plan.h"
#include "dwarf/process.h"
#include "model/profile.h"
#include "sys/clock.h"
#include "sys/cpus.h"

struct tare_subject {
    const char *id;
    const char *entry; /* function that the case is */
    const char *file;  /* its executable, as the kernel names it */
    const struct tare_plan *plan;
    const struct tare_plan_block *block;
    size_t arm; /* index in the block */
    const struct tare_clock *clock;
    const struct tare_cpus *cpus;
    struct tare_dwarf_cache *dwarf;
    uint64_t seed; /* of its data */
};

/* An arm that its processes can be started for, on the first CPUs. To be freed by
 * tare_arm_free(). */
void tare_subject_arm(const struct tare_subject *subject, struct tare_arm *arm);

/* Its executable. */
const struct tare_plan_build *tare_subject_build(const struct tare_subject *subject);

#define TARE_SUBJECT_WHY_BYTES (TARE_FATE_REASON_BYTES + 64)

/* Why the process `who` ("the case") ended before it was done: "the case crashed: SIGSEGV". That is
 * the failure of the profile, where it is not NULL and has none, unless the case was skipped. */
void tare_subject_explain(struct tare_profile *profile, const char *who,
                          const struct tare_fate *fate, char why[TARE_SUBJECT_WHY_BYTES]);

#endif
