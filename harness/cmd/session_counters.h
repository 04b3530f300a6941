/* SPDX-License-Identifier: MIT */
/* `tare run --counters`: what the processor counts of each case. */
#ifndef TARE_CMD_SESSION_COUNTERS_H
#define TARE_CMD_SESSION_COUNTERS_H

#include "base/err.h"
#include "cmd/session.h"

/* Adds to each row of the block that was measured a counter "counter:NAME" for each that the
 * options ask for, NAN with the reason where it is unavailable. 0, or -1 where the harness failed.
 */
int tare_session_count_events(const struct tare_session *session,
                              const struct tare_plan_block *planned, struct tare_block *block,
                              struct tare_err *err);

/* The row of an arm of the block; NULL: it was not measured, or failed. */
struct tare_row *tare_session_row(const struct tare_plan *plan, const struct tare_plan_arm *arm,
                                  struct tare_block *block);

#endif
