/* SPDX-License-Identifier: MIT */
/*
 * The one line of `tare timeit`, as Python's timeit prints it:
 *
 *     2000000 loops, best of 10: 12.4 ns per loop (median 12.6 ns, 95 % 12.5..12.7; 0 allocs)
 *
 * Loops are those of a set of samples, on average; "best" is the least of the sets' medians, the
 * median is theirs, with its interval: the row's time_ns. With it go the samples, for -v.
 */
#ifndef TARE_REPORT_LINE_H
#define TARE_REPORT_LINE_H

#include <stdio.h>

#include "base/err.h"
#include "model/result.h"
#include "report/table.h"

/* A unit of time for all numbers of the line. */
struct tare_line_unit {
    const char *name; /* "ns"; NULL: the one that fits the median */
    double ns;        /* of one */
};

/* "nsec", "usec", "msec" and "sec" as in Python's timeit, and "ns", "us", "ms" and "s". 0, or -1
 * with TARE_ERR_USAGE, `unit` being untouched. */
int tare_line_parse_unit(const char *word, struct tare_line_unit *unit, struct tare_err *err);

/*
 * The line of the first row, of the first block that must be there; below it what it suffers from:
 * status and reason, and what its process printed where it failed. 0, or -1 with TARE_ERR_SYSTEM.
 */
int tare_line_write(FILE *file, const struct tare_result *result, struct tare_line_unit unit,
                    const struct tare_table_style *style, struct tare_err *err);

/* A line a set: its samples in the order of the rounds. 0, or -1 with TARE_ERR_SYSTEM. */
int tare_line_write_samples(FILE *file, const struct tare_row *row, struct tare_line_unit unit,
                            struct tare_err *err);

#endif
