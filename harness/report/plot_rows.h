/* SPDX-License-Identifier: MIT */
/*
 * Plots with a row for each arm of one size: bars, densities, samples, bytes. Which arms those are,
 * their names at the left, and the names of those left out.
 */
#ifndef TARE_REPORT_PLOT_ROWS_H
#define TARE_REPORT_PLOT_ROWS_H

#include "base/err.h"
#include "report/plot_data.h"
#include "report/script.h"

#include <stdbool.h>
#include <stddef.h>

struct tare_plot_row {
    const struct tare_plot_point *point;
    struct tare_buf label; /* shown */
};

struct tare_plot_rows {
    const struct tare_plot_data *data;
    double size; /* of all rows: the largest at which there is one; NAN: the group has none */
    size_t count;
    struct tare_plot_row *items; /* by place, then rising time, those without last */
    struct tare_buf missing;     /* "left out: boxed (crashed), other"; empty: none is */
    double row_px;
};

/* Those of `data` (which must outlive it) at the largest size that `accepts`. 0, or -1 without
 * memory; to be freed either way. */
int tare_plot_rows_make(struct tare_plot_rows *rows, const struct tare_plot_data *data,
                        bool (*accepts)(const struct tare_plot_point *point), struct tare_err *err);
void tare_plot_rows_free(struct tare_plot_rows *rows);

/* Accepts what has a time. */
bool tare_plot_rows_has_time(const struct tare_plot_point *point);

/* Sets the height of the picture and the left, bottom and upper edge of the frame: rows of `row_px`
 * below a head of `head_px`. */
void tare_plot_rows_lay_out(struct tare_script *script, struct tare_plot_rows *rows, double row_px,
                            double head_px);

/* The middle of a row. */
double tare_plot_rows_y_px(const struct tare_script *script, const struct tare_plot_rows *rows,
                           size_t index);

/* An axis on which the middle of row i is at i + 1, the first on top. */
struct tare_axis tare_plot_rows_axis(const struct tare_plot_rows *rows);

/* Names at the left, and below the frame those that are missing. */
void tare_plot_rows_put(struct tare_script *script, const struct tare_plot_rows *rows);

/* "n = 1,000 · ", empty where the group has no sizes. */
void tare_plot_rows_say_size(struct tare_buf *buf, const struct tare_plot_rows *rows);

#endif
