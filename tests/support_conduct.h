/* SPDX-License-Identifier: MIT */
/*
 * Listings and plans made by hand, so that what the conductor makes of them needs no process.
 *
 * A listing is written as measure/registry.h has it, with '|' for the NUL behind each field:
 *   "case|GROUP|VARIANT|FILE|LINE|TITLE|UNIT|BASELINE|MIN_TIME_MS|TIMEOUT_MS|COLD|PARAM|"
 *   "SIZE_COUNT|SIZE|...|THREAD_COUNT|...|PARAM_COUNT|...|"
 */
#ifndef TARE_TESTS_SUPPORT_CONDUCT_H
#define TARE_TESTS_SUPPORT_CONDUCT_H

#include <stddef.h>

#include "conduct/plan.h"

/* What stands before the first case: a compiler, flags, a revision. */
#define SUPPORT_LISTING_HEAD "tare-list|1|gcc 12|-O2 -g|abc123|"

/* The text with NULs for '|', in `*length` bytes and one more NUL; the caller frees. NULL: no
 * memory. */
char *support_fields(const char *text, size_t *length);

/* Adds a build with these cases ("case|...|case|...|") at the path /bench/LABEL. Fails the test
 * where they do not parse. */
void support_plan_add(struct tare_plan *plan, const char *label, const char *cases);

#endif
