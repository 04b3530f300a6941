/* SPDX-License-Identifier: MIT */
/* Going on with a run that was cut short: only with what it was begun with. */
#ifndef TARE_CMD_SESSION_RESUME_H
#define TARE_CMD_SESSION_RESUME_H

#include "base/err.h"
#include "cmd/session.h"

/* Sets the result's plan to the keys of all blocks, spaced. 0, or -1 without memory. */
int tare_session_name_plan(struct tare_session *session, struct tare_err *err);

/* The block of the result that was planned as number `index`; NULL: it is not there yet, or memory
 * is short. */
const struct tare_block *tare_session_block(const struct tare_session *session, size_t index);

/*
 * Opens the folder that --resume names, or the last unfinished one; its result becomes that of the
 * session, and what it has is done. 0, or -1 where it cannot be read, or its cases, clock, layouts
 * or builds are not those of the session, which is to be closed in either case.
 */
int tare_session_resume(struct tare_session *session, struct tare_err *err);

#endif
