/* SPDX-License-Identifier: MIT */
/* What commands on stored results have in common: reading them. */
#ifndef TARE_CMD_STORED_H
#define TARE_CMD_STORED_H

#include <stdbool.h>

#include "base/err.h"
#include "model/result.h"

/* Is there a folder at `path`? */
bool tare_stored_is_folder(const char *path);

/*
 * Reads the folder of a run, or its result.json. `result` need not be initialised and is to be
 * freed. 0, or -1 and an empty result: TARE_ERR_USAGE where nothing can be opened there or the run
 * has not ended, else as tare_json_read().
 */
int tare_stored_read(const char *path, struct tare_result *result, struct tare_err *err);

/* Two of them at once, without their samples (tare_json_read_times), or files of Google Benchmark
 * (model/gbench.h); both are to be freed in either case. The error is that of the first where both
 * have one. */
int tare_stored_read_pair(const char *const path[2], struct tare_result result[2],
                          struct tare_err *err);

#endif
