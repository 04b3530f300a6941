/* SPDX-License-Identifier: MIT */
/* A forest plot of a comparison as a gnuplot script (report/gnuplot.h says what those are): a line
 * a case with the ratio of its times, its interval, and the ratio of its bytes. Nothing is run. */
#ifndef TARE_REPORT_PLOT_FOREST_H
#define TARE_REPORT_PLOT_FOREST_H

#include <stdio.h>

#include "base/err.h"
#include "model/compare.h"

#define TARE_PLOT_FOREST_NAME     "compare" /* plots/compare.gp makes plots/compare.svg and .png */
#define TARE_PLOT_FOREST_ROWS_MAX 40        /* those that differ most, in the order of BASE */

/* 0; 1 where no case has a ratio with an interval, nothing being written; -1 with TARE_ERR_SYSTEM.
 */
int tare_plot_forest(FILE *file, const struct tare_compare *compare, struct tare_err *err);

#endif
