/* SPDX-License-Identifier: MIT */
/*
 * Results of Google Benchmark (JSON, as --benchmark_out writes it) read as if they were ours, for
 * tare compare. Each name is a case whose repetitions (entries of run_type "iteration", or without
 * one) stand for sets; `real_time` is their time, whatever its unit. Aggregates are passed over.
 * Times of an entry, allocs_per_iter, max_bytes_used, and what tare export wrote of the exact
 * quantities are taken; what else a result of ours holds is unavailable, and result->lacks says so.
 */
#ifndef TARE_MODEL_GBENCH_H
#define TARE_MODEL_GBENCH_H

#include <stdbool.h>

#include "base/err.h"
#include "model/result.h"

/* Does the file begin as one of Google Benchmark: an object with "context" or "benchmarks" first?
 */
bool tare_gbench_is(const char *path);

/*
 * Reads it into `result`, which need not be initialised and is to be freed. 0, or -1 and an empty
 * result: TARE_ERR_SYSTEM where the file cannot be read or memory is short, TARE_ERR_INPUT where it
 * is not of that form or holds no time of a repetition.
 */
int tare_gbench_read(const char *path, struct tare_result *result, struct tare_err *err);

#endif
