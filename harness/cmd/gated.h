/* SPDX-License-Identifier: MIT */
/*
 * --fail-above where it is asked for: what it cannot hold is refused before anything is measured,
 * and what it stops is told at the end. What could not be decided does not pass.
 */
#ifndef TARE_CMD_GATED_H
#define TARE_CMD_GATED_H

#include <stddef.h>

#include "base/err.h"
#include "cmd/options.h"
#include "conduct/plan.h"
#include "model/compare.h"
#include "model/gate.h"
#include "model/result.h"

/* Can a run of these builds be held against the gate? 0, or -1 with TARE_ERR_USAGE: there is one
 * build, there will be no interval, or what has a limit is not weighed. `options->sets` is that of
 * the run. */
int tare_gated_check(const struct tare_options *options, const struct tare_plan *plan,
                     struct tare_err *err);

/* The same of two results that are stored. */
int tare_gated_check_compare(const struct tare_gate *gate, const struct tare_compare *compare,
                             struct tare_err *err);

/*
 * Names on stderr what the gate stops: cases that are worse than a limit, that are not in NEW, and
 * quantities that no case of BASE has; then what may be worse and is not decided. Returns how many
 * of all these there are, 0 where the gate is off.
 */
size_t tare_gated_compare(const struct tare_gate *gate, const struct tare_compare *compare);

/*
 * The same of the builds of a run, of which `unmeasured` blocks are missing. A case is slower here
 * where Holm's p over all arms of the gate says so, and not over its block alone: p is taken back
 * from ratio and interval, which hold it (a t test, model/stats_pair.h), or a bound of it where the
 * clock's steps decide how far the interval reaches.
 */
size_t tare_gated_run(const struct tare_gate *gate, const struct tare_result *result,
                      size_t unmeasured);

#endif
