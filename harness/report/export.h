/* SPDX-License-Identifier: MIT */
/*
 * A result in the formats that other tools read. Each writes those arms that have a time (status
 * ok or unsteady); what a format cannot say is left out, and so is what is unavailable: there is
 * no NaN and no zero that stands for nothing. Where a format wants repetitions they are the sets,
 * one value a fresh process: its median.
 *
 * An arm is named by its case id, with "/build:LABEL" behind it where the result has several
 * builds; what a format cannot hold in a name is replaced there.
 *
 * All return 0, or -1 with TARE_ERR_SYSTEM where the stream failed or memory is short.
 */
#ifndef TARE_REPORT_EXPORT_H
#define TARE_REPORT_EXPORT_H

#include <stdbool.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/err.h"
#include "model/result.h"

/*
 * JSON as Google Benchmark writes it (its docs/user_guide.md, json_schema_version 1): an entry of
 * run_type "iteration" a set, no aggregates. `cpu_time` is there since its tools demand it, and is
 * `real_time` again: there is one clock, named in the context. Entries of failed arms would need
 * times of 0, which its compare.py takes into its mean: they are left out.
 */
int tare_export_gbench(FILE *file, const struct tare_result *result, struct tare_err *err);

/*
 * The Go benchmark format (golang.org/design/14313-benchmark-format, and the Unit lines of
 * golang.org/x/perf/benchfmt): a line a set, BenchmarkGroup/variant=V/size=N, ns/op first. Spaces
 * become '_' and what cannot be printed an escape, as Go's testing does it; a '-' before digits at
 * the end, which would be read as GOMAXPROCS, becomes '_'.
 */
int tare_export_benchfmt(FILE *file, const struct tare_result *result, struct tare_err *err);

/* Bencher Metric Format: benchmark -> measure -> value, with lower_value and upper_value where
 * there is an interval. */
int tare_export_bmf(FILE *file, const struct tare_result *result, struct tare_err *err);

/* As hyperfine --export-json writes it: seconds an operation; without user and system times and
 * exit codes, which are not known. */
int tare_export_hyperfine(FILE *file, const struct tare_result *result, struct tare_err *err);

/* Does the arm have a time that may be told to others? */
bool tare_export_has_time(const struct tare_row *row);

/* Arms without one. */
size_t tare_export_left_out(const struct tare_result *result);

/* Appends the name of the arm, raw. */
void tare_export_name(struct tare_buf *name, const struct tare_result *result,
                      const struct tare_row *row);

/* Values of an arm: its sets' times in ns an operation; where those are not there, its time alone.
 */
size_t tare_export_value_count(const struct tare_row *row);
double tare_export_value_ns(const struct tare_row *row, size_t index);

/* Iterations that value `index` is of, at least 1. */
uint64_t tare_export_iterations(const struct tare_row *row, size_t index);

#endif
