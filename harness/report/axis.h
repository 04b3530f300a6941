/* SPDX-License-Identifier: MIT */
/*
 * An axis of a plot: where a value lies in pixels, and ticks whose labels do not touch. gnuplot's
 * own ticks know neither KiB nor how wide their labels are.
 */
#ifndef TARE_REPORT_AXIS_H
#define TARE_REPORT_AXIS_H

#include <stdbool.h>
#include <stddef.h>

#define TARE_AXIS_TICKS_MAX 12

/* What the values are: nanoseconds, bytes, a number of items, or a share of 1, shown in per cent.
 */
enum tare_axis_unit { TARE_AXIS_TIME, TARE_AXIS_BYTES, TARE_AXIS_COUNT, TARE_AXIS_SHARE };

struct tare_axis_tick {
    double value;
    char label[48]; /* "20 µs", "1.5 KiB", "100 k" */
};

struct tare_axis {
    enum tare_axis_unit unit;
    bool is_log;
    bool is_vertical;
    double lo; /* ends of the range; above 0 where is_log */
    double hi;
    double cell_px; /* width of every column of a label, in a terminal; 0: as the font has it */
    double from_px; /* where lo and hi lie */
    double to_px;
    size_t tick_count;
    struct tare_axis_tick ticks[TARE_AXIS_TICKS_MAX];
};

/* Width of `text` in the plots' font at `font_px`, an upper estimate for Inter and DejaVu Sans. */
double tare_axis_text_px(const char *text, double font_px);

/*
 * Widens the range by `share` of it at both ends and, on a logarithmic axis, to a factor of at
 * least `least_ratio` (above 1), so that equal values do not make an empty range. A linear axis
 * that starts at 0 keeps its start.
 */
void tare_axis_widen(struct tare_axis *axis, double share, double least_ratio);

double tare_axis_px(const struct tare_axis *axis, double value);

/* Sets the label of a tick from its value: three or four digits, no needless zeros. */
void tare_axis_label(const struct tare_axis *axis, struct tare_axis_tick *tick);

/* Ticks at round values: 1, 2, 5 and the like, powers of two for bytes. At least one, whatever the
 * range. */
void tare_axis_set_ticks(struct tare_axis *axis);

/* Ticks at as many of the given values, rising, as have room: every one, every second, ... */
void tare_axis_set_ticks_at(struct tare_axis *axis, const double *values, size_t count);

#endif
