/* SPDX-License-Identifier: MIT */
/*
 * A plot a case of a history: its times over the runs, evenly spaced, with their intervals, one
 * series a setting and build, and a line where the level of the times changed.
 */
#ifndef TARE_REPORT_PLOT_HISTORY_H
#define TARE_REPORT_PLOT_HISTORY_H

#include <stdio.h>

#include "base/err.h"
#include "model/history.h"
#include "report/plots.h"

/*
 * Writes the script of the case whose series begin at index `first`; `name` is the base name of its
 * files. 0; 1 where no run has a time and nothing was written; -1 with TARE_ERR_SYSTEM.
 */
int tare_plot_history_script(FILE *file, const struct tare_history *history, size_t first,
                             const char *name, struct tare_err *err);

/*
 * Draws each case into FOLDER/plots/history-CASE.svg and .png, the script beside them. Without
 * gnuplot that is told in the outcome. 0, or -1 where a script cannot be written.
 */
int tare_plot_history_write(const char *folder, const struct tare_history *history,
                            struct tare_plots_outcome *outcome, struct tare_err *err);

#endif
