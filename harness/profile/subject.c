/* SPDX-License-Identifier: MIT */
#include "profile/subject.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void tare_subject_arm(const struct tare_subject *subject, struct tare_arm *arm)
{
    tare_arm_init(arm, subject->plan, subject->block, subject->arm);
    arm->job.clock = *subject->clock;
    arm->job.cold = false;
    arm->job.seed = subject->seed;
    memcpy(arm->job.cpu, subject->cpus->cpu, arm->job.thread_count * sizeof *arm->job.cpu);
    arm->child.wire_fd = arm->child.proc.output_fd = -1;
}

const struct tare_plan_build *tare_subject_build(const struct tare_subject *subject)
{
    return subject->plan->build + subject->block->arm[subject->arm].build;
}

void tare_subject_explain(struct tare_profile *profile, const char *who,
                          const struct tare_fate *fate, char why[TARE_SUBJECT_WHY_BYTES])
{
    size_t skip = strlen(who) + 1;

    snprintf(why, TARE_SUBJECT_WHY_BYTES, "%s %s%s%s", who,
             fate->status ? fate->status : "came to no loop",
             fate->status && *fate->reason ? ": " : "", fate->status ? fate->reason : "");
    if (profile && !profile->failure &&
        !(fate->status && strcmp(fate->status, TARE_FATE_SKIPPED) == 0))
        profile->failure = strdup(why + skip);
}
