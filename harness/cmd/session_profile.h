/* SPDX-License-Identifier: MIT */
/* `tare run --profile`: which lines of each case take what. */
#ifndef TARE_CMD_SESSION_PROFILE_H
#define TARE_CMD_SESSION_PROFILE_H

#include "base/err.h"
#include "cmd/session.h"

/* Gives each row of the block that was measured its profile. 0, or -1 where the harness failed. */
int tare_session_profile(const struct tare_session *session, const struct tare_plan_block *planned,
                         struct tare_block *block, struct tare_err *err);

#endif
