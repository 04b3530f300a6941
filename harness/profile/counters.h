/* SPDX-License-Identifier: MIT */
/* What the counters of the processor and the kernel say of an operation (sys/perf.h). */
#ifndef TARE_PROFILE_COUNTERS_H
#define TARE_PROFILE_COUNTERS_H

#include "base/err.h"
#include "profile/subject.h"
#include "sys/perf.h"

/*
 * Runs the case in a process of its own, in turns of N and of 2 N iterations, which are counted
 * from outside, by thread. Half of what the long ones have beyond the short ones is N operations:
 * handing over the turn cancels. What prepares fresh inputs is counted with them.
 * count[event_count] is of an operation, or says why not. 0, or -1 where the harness failed.
 */
int tare_counters_run(const struct tare_subject *subject, const struct tare_perf_event *event,
                      size_t event_count, struct tare_perf_count *count, struct tare_err *err);

#endif
