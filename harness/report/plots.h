/* SPDX-License-Identifier: MIT */
/*
 * Makes the plots of a run: writes FOLDER/plots/NAME.gp for each group (report/gnuplot.h) and runs
 * gnuplot on them, one process for all. Plots are a courtesy: gnuplot being absent, old or in
 * trouble is a notice, and the scripts stay.
 */
#ifndef TARE_REPORT_PLOTS_H
#define TARE_REPORT_PLOTS_H

#include "base/err.h"
#include "model/result.h"
#include "report/gnuplot.h"

#include <stddef.h>
#include <stdio.h>

#define TARE_PLOTS_NOTICE_BYTES 1024

struct tare_plots_outcome {
    size_t scripts_count;                 /* scripts written */
    size_t plots_count;                   /* plots drawn, each as SVG and PNG */
    char notice[TARE_PLOTS_NOTICE_BYTES]; /* why some are missing; empty: none is */
};

/*
 * `folder` is the run's folder and exists. Returns 0, also without gnuplot; -1 with
 * TARE_ERR_SYSTEM where the scripts cannot be written. What lies behind a script that gnuplot fails
 * on is drawn by another process, up to eight of them.
 */
int tare_plots_write(const char *folder, const struct tare_result *result,
                     struct tare_plots_outcome *outcome, struct tare_err *err);

/* The same for one group of the result, the plots of the others left as they are; NULL: for all. */
int tare_plots_write_group(const char *folder, const struct tare_result *result, const char *group,
                           struct tare_plots_outcome *outcome, struct tare_err *err);

/*
 * Draws all plots of the result into `file` in characters, nothing else, as wide as the terminal;
 * `plots_count` and `notice` as above.
 */
int tare_plots_terminal(FILE *file, const struct tare_result *result,
                        const struct tare_gnuplot_terminal *terminal,
                        struct tare_plots_outcome *outcome, struct tare_err *err);

#endif
