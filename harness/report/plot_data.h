/* SPDX-License-Identifier: MIT */
/*
 * What there is to plot of a group: its arms as points, gathered from all its blocks.
 */
#ifndef TARE_REPORT_PLOT_DATA_H
#define TARE_REPORT_PLOT_DATA_H

#include "base/buf.h"
#include "base/err.h"
#include "model/result.h"

#include <stdbool.h>
#include <stddef.h>

struct tare_plot_point {
    const struct tare_row *row;
    size_t series;
    double size;    /* NAN: the group has no sizes */
    double time_ns; /* of an item where per_item, else of an operation; NAN: none to show */
    double time_lo_ns;
    double time_hi_ns; /* interval; NAN: unknown */
    double bytes;      /* an item where bytes_per_item, else deep; NAN: unknown */
    bool is_baseline;
};

struct tare_plot_series {
    char *label;   /* variant, and build, threads and parameter where the group has several. Raw */
    bool has_time; /* at some size */
    const char *status; /* the last that is not "ok"; NULL: none */
};

struct tare_plot_data {
    const char *title; /* raw; the group's name where it has none */
    const char *unit;  /* of an item: "record" */
    size_t sets;       /* the most of any block; with --layouts links, which are then what is */
                       /* repeated */
    const char *replicates; /* what those are: "sets" */
    const char *confidence; /* of the intervals, in per cent: "95" */
    bool per_item;
    bool bytes_per_item;
    size_t series_count;
    struct tare_plot_series *series;
    size_t point_count;
    struct tare_plot_point *points; /* in the order of the result */
    size_t size_count;
    double *sizes; /* at which there is a time, rising */
};

/* Points into `result`, which must outlive it. 0, or -1 where memory is short. */
int tare_plot_data_make(struct tare_plot_data *data, const struct tare_result *result,
                        const char *group, struct tare_err *err);

/* Orders points by what else blocks differ in, the parameter and then the threads: 0 where both are
 * of one such place, and are to be compared. */
int tare_plot_data_compare_places(const struct tare_plot_point *a, const struct tare_plot_point *b);

/* Makes the times those of an operation, as the table's first column. */
void tare_plot_data_per_operation(struct tare_plot_data *data);

/* Appends " over 10 sets", of which intervals are; nothing where there are none. */
void tare_plot_data_say_replicates(const struct tare_plot_data *data, struct tare_buf *text);

void tare_plot_data_free(struct tare_plot_data *data);

/* "time per record", "time per operation"; "requested bytes per item", "deep size, requested
 * bytes", in a buffer. */
#define TARE_PLOT_AXIS_TITLE_BYTES 96
void tare_plot_data_time_title(const struct tare_plot_data *data,
                               char title[TARE_PLOT_AXIS_TITLE_BYTES]);
void tare_plot_data_bytes_title(const struct tare_plot_data *data,
                                char title[TARE_PLOT_AXIS_TITLE_BYTES]);

#endif
