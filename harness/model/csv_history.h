/* SPDX-License-Identifier: MIT */
/* A history as CSV: a row a run and case, in the form that model/csv.h describes. */
#ifndef TARE_MODEL_CSV_HISTORY_H
#define TARE_MODEL_CSV_HISTORY_H

#include <stdio.h>

#include "base/err.h"
#include "model/history.h"

/*
 * case,build,started_utc,name,hostname,revision, the facts of the setting, status,time_ns,
 * time_lo_ns,time_hi_ns,sets,deep_bytes,allocs_per_op,peak_heap_bytes,change_ratio,
 * change_ratio_lo,change_ratio_hi: those of a change point are of the new level by the one before,
 * empty where a run is none. 0, or -1 with TARE_ERR_SYSTEM where the stream failed.
 */
int tare_csv_write_history(FILE *file, const struct tare_history *history, struct tare_err *err);

#endif
