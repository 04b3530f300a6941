/* SPDX-License-Identifier: MIT */
/*
 * How the times that a plot shows of a series grow with n. A result's growth is that of whole
 * operations: where the plot shows times per item, and there are n items, the law is divided by n.
 */
#ifndef TARE_REPORT_PLOT_LAW_H
#define TARE_REPORT_PLOT_LAW_H

#include "model/growth.h"
#include "report/plot_data.h"

struct tare_plot_law {
    char text[128];          /* "as n log n  (n^1.04 ±0.02)"; empty: too few sizes */
    enum tare_stats_law law; /* of an operation; NONE: there is no line to draw */
    double power_less;       /* 1 where it is divided by n, else 0 */
    double log_scale;        /* of the fit to the shown times, by least squares of the logarithms */
};

/* The law of series `series` of `data`; `growth` is NULL where there is none. */
struct tare_plot_law tare_plot_law_make(const struct tare_plot_data *data, size_t series,
                                        const struct tare_growth *growth);

/* The time that a law with a line gives at a size. */
double tare_plot_law_ns(const struct tare_plot_law *law, double size);

#endif
