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

/*
 * What a page takes at most, as far as leaving things out can help: pictures for which there is no
 * room beside the rest are left out with a word, and so are the samples where the rest alone is
 * larger.
 */
#define TARE_HTML_BYTES_MAX 1950000

/* 0, or -1 with TARE_ERR_SYSTEM where the file cannot be written or memory is short. */
int tare_html_write(FILE *file, const struct tare_html_params *params, struct tare_err *err);

#endif
