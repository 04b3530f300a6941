/* SPDX-License-Identifier: MIT */
/* Where the output goes and how wide and colourful it may be; the progress line. */
#ifndef TARE_CMD_PRINT_H
#define TARE_CMD_PRINT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "cmd/options.h"
#include "report/progress.h"
#include "report/table.h"

/* The style that stdout can take: width, colours (NO_COLOR, TERM), UTF-8 by the locale. */
struct tare_table_style tare_print_style(const struct tare_options *options);

/* Is there somebody to see a progress line on stderr? */
bool tare_print_has_progress(void);

/* Draws the line anew, or clears it where `progress` is NULL. */
void tare_print_progress(const struct tare_progress *progress);

/* Writes the whole result to stdout in the format asked for. 0 or -1. */
int tare_print_result(const struct tare_options *options, const struct tare_result *result,
                      struct tare_err *err);

/* What is to be drawn and written for people to look at. */
struct tare_print_pictures {
    const char *folder; /* of the run */
    const struct tare_result *result;
    const char *group; /* this one alone; NULL: all */
    const char *title; /* of the page; NULL: the run's name */
    bool no_plots;     /* draw none; the page shows those that are there */
};

/* Draws the plots into the run's folder, and says on stderr why some are missing; then writes
 * report.html, or report-GROUP.html. 0, or -1 where the page could not be written. */
int tare_print_pictures(const struct tare_print_pictures *pictures, struct tare_err *err);

/* Draws all plots of the result to stdout, as wide as it is (80 columns where it is no terminal),
 * and says on stderr why some are missing. */
void tare_print_plots_in_terminal(const struct tare_options *options,
                                  const struct tare_result *result);

/* Which statement is which, above the table of tare timeit. */
void tare_print_statements(const struct tare_options *options, const char *const *statement,
                           size_t count);

#endif
