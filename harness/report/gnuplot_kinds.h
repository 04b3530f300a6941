/* SPDX-License-Identifier: MIT */
/*
 * The plots that report/gnuplot.h chooses among. Each fills `script`, whose name is set, and
 * returns 0; 1 where there is nothing to draw, or -1 where memory is short.
 */
#ifndef TARE_REPORT_GNUPLOT_KINDS_H
#define TARE_REPORT_GNUPLOT_KINDS_H

#include "base/err.h"
#include "model/result.h"
#include "report/plot_data.h"
#include "report/script.h"

/* A bar a series, the fastest first; dots on a logarithmic axis where the times differ much. */
int tare_gnuplot_bars(struct tare_script *script, const struct tare_result *result,
                      const struct tare_plot_data *data, struct tare_err *err);

/* A ridge a series, the fastest first: kernel density of its samples, median, middle half. */
int tare_gnuplot_density(struct tare_script *script, const struct tare_result *result,
                         const struct tare_plot_data *data, struct tare_err *err);

/* A strip a series: its samples in the order taken, set by set. */
int tare_gnuplot_samples(struct tare_script *script, const struct tare_result *result,
                         const struct tare_plot_data *data, struct tare_err *err);

/* A bar a series, of payload, padding, never written, allocator's and other bytes. */
int tare_gnuplot_bytes(struct tare_script *script, const struct tare_result *result,
                       const struct tare_plot_data *data, struct tare_err *err);

/* A curve a series over the sizes, both axes logarithmic, with bands and cache sizes. */
int tare_gnuplot_curves(struct tare_script *script, const struct tare_result *result,
                        const struct tare_plot_data *data, struct tare_err *err);

/* A point a series: time against bytes, at the largest size that has both. */
int tare_gnuplot_pareto(struct tare_script *script, const struct tare_result *result,
                        const struct tare_plot_data *data, struct tare_err *err);

/* A line a series at the largest size: its live heap over the course of the case. */
int tare_gnuplot_heap(struct tare_script *script, const struct tare_result *result,
                      const struct tare_plot_data *data, struct tare_err *err);

#endif
