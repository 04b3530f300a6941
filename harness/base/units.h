/* SPDX-License-Identifier: MIT */
/*
 * Values as people read them and as people type them. Not for files: CSV and JSON carry plain
 * numbers in SI base units.
 *
 * Reading: three significant digits, the largest unit that leaves at least 1 before the point,
 * chosen after rounding (999.96 ns is "1.00 µs"), a space before the unit, never an exponent,
 * a comma between thousands. What is not a number or not finite is unavailable and reads "-".
 * µ is U+00B5 in UTF-8: two bytes in one column. The text comes in a struct by value, so that
 * printf("%s", tare_units_time(ns).text) needs no buffer.
 *
 * Typing: the whole string must be the value; no sign, no blanks, no hexadecimal. A parser returns
 * 0, or -1 with TARE_ERR_USAGE, a text that names the input and what was expected, and the result
 * untouched (an array may be half filled). The text does not know the flag: a caller that has one
 * puts its name in front.
 *
 * Both use printf and strtod, thus the decimal point of LC_NUMERIC: no part of tare calls
 * setlocale(), so it is a point everywhere.
 */
#ifndef TARE_BASE_UNITS_H
#define TARE_BASE_UNITS_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

#define TARE_UNITS_TEXT_BYTES 48

struct tare_units_text {
    char text[TARE_UNITS_TEXT_BYTES]; /* NUL-terminated */
};

/* A time an operation takes: "0.213 ns", "21.3 µs", "1.92 ms", "83.0 s", "0 ns". */
struct tare_units_text tare_units_time(double time_ns);

/* A time a person waits, in whole seconds: "23s", "1m 23s", "2h 05m"; below 0 reads "0s". */
struct tare_units_text tare_units_duration(double time_ns);

/* Binary units with four digits from 100 on, for sizes near a power of two: "12 B", "12.5 B",
 * "3.05 MiB", "64.0 KiB", "781.3 KiB", "-1.50 KiB". */
struct tare_units_text tare_units_bytes(double size_bytes);

/* Whole numbers in full: "0", "100,001"; others with three significant digits: "1.25". */
struct tare_units_text tare_units_count(double count);

/* Three significant digits, at most four decimals, no unit: "0.213", "19.2", "32.0", "1,235". */
struct tare_units_text tare_units_number(double value);

/* How many times, in three digits: "1.004x" below 1.1, "3.12x", "28.9x", "1,230x". An arm that is
 * faster is shown as 1 / ratio by the caller. */
struct tare_units_text tare_units_ratio(double ratio);

/* A share or a relative half width, given as a ratio: 0.004 is "0.4 %", 0.0004 "0.04 %",
 * 0.123 "12 %", 0.000031 "0.003 %"; at most four decimals. */
struct tare_units_text tare_units_percent(double ratio);

/* "500ms", "0.5s", "10us" or "10µs", "80ns", "2m", "1h"; "0" needs no unit. Rounded to
 * nanoseconds; an error where a value above 0 rounds to 0 or the sum exceeds UINT64_MAX. */
int tare_units_parse_duration(const char *text, uint64_t *time_ns, struct tare_err *err);

/* "1%", "0.5%": gives the ratio 0.01, 0.005; "0" needs no sign. */
int tare_units_parse_percent(const char *text, double *ratio, struct tare_err *err);

/* "4096" (bytes), "12B", "64KiB", "1.5MiB" (powers of 1024), "1MB", "1kB" (powers of 1000). "64K"
 * is refused, since it means both. An error where the product is no whole number of bytes. */
int tare_units_parse_bytes(const char *text, uint64_t *size_bytes, struct tare_err *err);

/* "1000", "1e6", "100k", "1.5M", "1G" (powers of 1000). Plain digits up to UINT64_MAX, others up
 * to 2^53; an error where the product is not whole. */
int tare_units_parse_count(const char *text, uint64_t *count, struct tare_err *err);

/* What tare_units_parse_counts() fills: an array of the caller's. */
struct tare_units_counts {
    uint64_t *values;
    size_t capacity; /* room in `values` */
    size_t count;    /* set by the parser */
};

/* One or more counts with commas between them, "1000,100k,1e6", in the order written. An empty
 * item or more than `capacity` of them is an error. */
int tare_units_parse_counts(const char *text, struct tare_units_counts *counts,
                            struct tare_err *err);

#endif
