/* SPDX-License-Identifier: MIT */
/*
 * One run from its plan to its files: the result that grows, the folder it is kept in, and what is
 * shown meanwhile.
 */
#ifndef TARE_CMD_SESSION_H
#define TARE_CMD_SESSION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "cmd/options.h"
#include "conduct/plan.h"
#include "model/result.h"
#include "model/store.h"
#include "report/table.h"
#include "sys/clock.h"
#include "sys/cpus.h"

struct tare_session {
    const struct tare_options *options;
    const struct tare_plan *plan;
    struct tare_clock clock;
    struct tare_cpus cpus; /* that the run may use: read before it takes one for itself */
    struct tare_result result;
    struct tare_store store;
    bool *done; /* one a block of the plan: its result is there */
    bool shows_progress;
    struct tare_err shown; /* why no more is shown; the run goes on without */
    struct tare_table_style style;
};

/*
 * Makes the folder of a new run, or opens that of an unfinished one and reads what it has. 0, or -1
 * and a closed session.
 */
int tare_session_open(struct tare_session *session, const struct tare_options *options,
                      const struct tare_plan *plan, char *const *argv, struct tare_err *err);

/*
 * Measures what is not done, shows it, and writes all files, also where the run was cut short.
 * Returns the exit status; errors are printed.
 */
int tare_session_run(struct tare_session *session);

void tare_session_close(struct tare_session *session);

#endif
