/* SPDX-License-Identifier: MIT */
#include "profile/subject.h"

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
