/* SPDX-License-Identifier: MIT */
/*
 * The samples of an arm as plots take them: mean times of an operation.
 */
#ifndef TARE_REPORT_PLOT_SAMPLES_H
#define TARE_REPORT_PLOT_SAMPLES_H

#include "report/plot_data.h"

#include <stdbool.h>
#include <stddef.h>

struct tare_plot_samples {
    double *time_ns; /* [count] in the order of the result: by set and round; owned */
    size_t count;
    double median_ns;
};

/* Accepts what has a time and samples (plot_rows.h). */
bool tare_plot_samples_has(const struct tare_plot_point *point);

/* 0, or -1 without memory; to be freed either way. */
int tare_plot_samples_make(struct tare_plot_samples *samples, const struct tare_row *row);
void tare_plot_samples_free(struct tare_plot_samples *samples);

#endif
