/* SPDX-License-Identifier: MIT */
/*
 * report.html: a result as one page that fetches nothing, for those who would rather look. A
 * summary, a section a group, and how it was measured. It reads without scripts (one makes tables
 * sortable), in light and dark, on narrow screens and on paper.
 *
 * The page follows from the result and the plots beside it: made again it is the same to the byte.
 */
#ifndef TARE_REPORT_HTML_H
#define TARE_REPORT_HTML_H

#include "base/err.h"
#include "model/result.h"

#include <stdio.h>

struct tare_html_params {
    const struct tare_result *result;
    const char *title;  /* NULL: the name of the run */
    const char *group;  /* this one alone; NULL: all */
    const char *plots;  /* folder in which GROUP-KIND.svg lie; NULL: none */
    const char *notice; /* why plots are missing, where some are; NULL or empty: not known */
};

/* 0, or -1 with TARE_ERR_SYSTEM where the file cannot be written or memory is short. */
int tare_html_write(FILE *file, const struct tare_html_params *params, struct tare_err *err);

#endif
