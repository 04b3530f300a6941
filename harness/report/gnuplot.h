/* SPDX-License-Identifier: MIT */
/*
 * Plots of a group as gnuplot scripts: the data stands in the script, so that one can restyle it
 * and run `gnuplot plots/GROUP-time.gp` again, from any folder: it draws beside itself. Nothing is
 * run here (see report/plots.h).
 *
 * A script makes an SVG and a PNG at twice the pixels. Labels, ticks and margins are placed here
 * and not by gnuplot, since they must not collide for any data; gnuplot 5.4 is enough.
 */
#ifndef TARE_REPORT_GNUPLOT_H
#define TARE_REPORT_GNUPLOT_H

#include "base/err.h"
#include "model/result.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum tare_gnuplot_kind {
    TARE_GNUPLOT_TIME,    /* curves over the sizes, or for one size or none what MEDIAN draws */
    TARE_GNUPLOT_MEDIAN,  /* medians with intervals and ratios, at the largest of several sizes */
    TARE_GNUPLOT_DENSITY, /* density of the samples at the largest size */
    TARE_GNUPLOT_SAMPLES, /* the same samples in the order taken */
    TARE_GNUPLOT_PARETO,  /* time against bytes at the largest size, the front joined */
    TARE_GNUPLOT_BYTES,   /* of what the bytes are, at the largest size */
    TARE_GNUPLOT_HEAP,    /* live heap over the course of the case, at the largest size */
    TARE_GNUPLOT_KINDS,
};

/* "time", "median", "density", ...: the last part of the file name. */
const char *tare_gnuplot_kind_name(enum tare_gnuplot_kind kind);

#define TARE_GNUPLOT_NAME_BYTES 96

/*
 * Base name of a plot's files, "sum_x-time", without folder and suffix: the group with all but
 * letters, digits, '_', '-' and '.' replaced, cut, and numbered where two groups of the result
 * would share it.
 */
void tare_gnuplot_name(char name[TARE_GNUPLOT_NAME_BYTES], const struct tare_result *result,
                       const char *group, enum tare_gnuplot_kind kind);

/*
 * Writes the script for one plot. Returns 0; 1 where there is nothing to draw (no time was had, for
 * the Pareto plot no bytes, for that of the heap no allocation) and nothing was written; -1 with
 * TARE_ERR_SYSTEM.
 */
int tare_gnuplot_script(FILE *file, const struct tare_result *result, const char *group,
                        enum tare_gnuplot_kind kind, struct tare_err *err);

/* The same for a plot in the reader's terminal, that its stdout is. */
struct tare_gnuplot_terminal {
    size_t columns; /* 40 at least; fewer count as 40 */
    bool colours;   /* 256 of them */
    bool unicode;
};
int tare_gnuplot_terminal_script(FILE *file, const struct tare_result *result, const char *group,
                                 enum tare_gnuplot_kind kind,
                                 const struct tare_gnuplot_terminal *terminal,
                                 struct tare_err *err);

#endif
