/* SPDX-License-Identifier: MIT */
/*
 * A result as tables: summary.csv (a row an arm), samples.csv (a row a sample) and counters.csv (a
 * row a counter of an arm). RFC 4180 with one deviation: lines end in LF, not CRLF, since cut, awk
 * and join take a CR for part of the last field and every reader of CSV takes both.
 *
 * A field is quoted where it holds a comma, a quote or a line break, and empty where unavailable.
 * Numbers are the shortest decimals that read back as the same double, with a point, whole numbers
 * without. The column `param` follows `size` where tare_result_has_params().
 *
 * All return 0, or -1 with TARE_ERR_SYSTEM where the stream failed (it is flushed).
 */
#ifndef TARE_MODEL_CSV_H
#define TARE_MODEL_CSV_H

#include "base/err.h"
#include "model/result.h"

#include <stdbool.h>
#include <stdio.h>

/* The columns of the field table, in its order. */
int tare_csv_write_summary(FILE *file, const struct tare_result *result, struct tare_err *err);

/* build,group,variant,size,threads,process,round,sample,iterations,elapsed_ns; `sample` counts from
 * 1 within the arm, elapsed_ns is that of all its iterations. */
int tare_csv_write_samples(FILE *file, const struct tare_result *result, struct tare_err *err);

/* build,group,variant,size,threads,name,value */
int tare_csv_write_counters(FILE *file, const struct tare_result *result, struct tare_err *err);

/* Does any row have a counter? */
bool tare_csv_has_counters(const struct tare_result *result);

#endif
