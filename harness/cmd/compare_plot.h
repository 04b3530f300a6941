/* SPDX-License-Identifier: MIT */
/* `tare compare --plot FOLDER`. */
#ifndef TARE_CMD_COMPARE_PLOT_H
#define TARE_CMD_COMPARE_PLOT_H

#include "base/err.h"
#include "model/compare.h"

/*
 * Writes plots/compare.gp in the folder, both made where they are missing, and has gnuplot draw its
 * SVG and PNG; stderr says where they are, or why there are none. 0, also without gnuplot, or -1
 * where the script cannot be written.
 */
int tare_compare_plot(const char *folder, const struct tare_compare *compare, struct tare_err *err);

#endif
