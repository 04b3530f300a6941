/* SPDX-License-Identifier: MIT */
/*
 * Resident memory and page faults of this process, as increments since the case was entered. Read
 * from /proc/self/status and getrusage(2) without stdio and without allocating.
 */
#ifndef TARE_MEASURE_RESIDENT_H
#define TARE_MEASURE_RESIDENT_H

#include "measure/state.h"

/* Notes the level at entry and resets the peak (/proc/self/clear_refs, proc(5)). */
void tare_resident_enter(struct tare *t);

/* Writes the increments to the report; leaves -1 there where the kernel did not say. */
void tare_resident_report(struct tare *t);

#endif
