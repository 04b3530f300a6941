/* SPDX-License-Identifier: MIT */
/* `tare run --instructions`: one more counter of each case. */
#ifndef TARE_CMD_SESSION_INSTRUCTIONS_H
#define TARE_CMD_SESSION_INSTRUCTIONS_H

#include "base/err.h"
#include "conduct/plan.h"
#include "model/result.h"

/* Adds to each row of the block that was measured the counter TARE_GATE_INSTRUCTIONS; says on
 * stderr why one has none. 0, or -1 where the harness failed. */
int tare_session_count_instructions(const struct tare_plan *plan,
                                    const struct tare_plan_block *planned, struct tare_block *block,
                                    struct tare_err *err);

#endif
