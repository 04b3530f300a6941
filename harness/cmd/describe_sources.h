/* SPDX-License-Identifier: MIT */
/*
 * The source code of the planned cases, read when a run begins, so that the result keeps what was
 * measured and a report of it needs no file but the result.
 *
 * A file is looked for from here, then from the folder of the executable upwards, since the
 * compiler may have been given a relative path. One that was changed after the executable was
 * built is not shown: its lines may be others.
 */
#ifndef TARE_CMD_DESCRIBE_SOURCES_H
#define TARE_CMD_DESCRIBE_SOURCES_H

#include "base/err.h"
#include "conduct/plan.h"
#include "model/result.h"

/* Fills sources and lessons of the result, which has none. A file that cannot be had is a reason
 * within, no error. 0, or -1 without memory. */
int tare_describe_sources(struct tare_result *result, const struct tare_plan *plan,
                          struct tare_err *err);

#endif
