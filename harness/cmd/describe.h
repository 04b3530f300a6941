/* SPDX-License-Identifier: MIT */
/* What a result says of its run: command, builds, machine, clock, settings. */
#ifndef TARE_CMD_DESCRIBE_H
#define TARE_CMD_DESCRIBE_H

#include "base/err.h"
#include "cmd/options.h"
#include "conduct/plan.h"
#include "model/result.h"
#include "sys/clock.h"

/*
 * Fills `result` but for its blocks; it need not be initialised. `argv` is the command line. 0, or
 * -1 and an empty result.
 */
int tare_describe_run(struct tare_result *result, const struct tare_options *options,
                      const struct tare_plan *plan, const struct tare_clock *clock,
                      char *const *argv, struct tare_err *err);

/* What was asked for, and the defaults where nothing was. Draws the seed. */
struct tare_settings tare_describe_settings(const struct tare_options *options);

/* The last part of a path. */
const char *tare_describe_name(const char *path);

/* The path of the first file of `names` (NULL at the end, relative to the folder of this program)
 * that is there; to be freed. NULL with `err`, which says what is missing by the first name. */
char *tare_describe_find(const char *const *names, struct tare_err *err);

/* The path of libtare-heap.so, beside this program or in ../lib of it; to be freed, or NULL. */
char *tare_describe_library(struct tare_err *err);

#endif
