/* SPDX-License-Identifier: MIT */
/*
 * A comparison of two stored results for people: times with ratios and verdicts, the exact
 * quantities that changed side by side, what is in one run only, in what the runs differ beside
 * their cases, and on what the ratios rest. Text from results is made harmless.
 */
#ifndef TARE_REPORT_COMPARE_H
#define TARE_REPORT_COMPARE_H

#include <stdio.h>

#include "base/err.h"
#include "model/compare.h"
#include "report/table.h"

/* For the terminal. 0, or -1 with TARE_ERR_SYSTEM: the file cannot be written, memory is short. */
int tare_compare_write(FILE *file, const struct tare_compare *compare,
                       const struct tare_table_style *style, struct tare_err *err);

/* The same in GitHub-flavoured Markdown, for a pull request. */
int tare_compare_write_markdown(FILE *file, const struct tare_compare *compare,
                                struct tare_err *err);

#endif
