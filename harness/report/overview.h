/* SPDX-License-Identifier: MIT */
/*
 * The whole suite on one screen, below the tables of its blocks: for each group what is fastest,
 * what is smallest and what is on the front at its largest size, and what failed. Where builds are
 * compared, how often each is faster and slower than the first.
 */
#ifndef TARE_REPORT_OVERVIEW_H
#define TARE_REPORT_OVERVIEW_H

#include "base/buf.h"
#include "model/result.h"
#include "report/table.h"

/* Appends it, some 35 lines at most: groups and failures beyond those are counted. Nothing where
 * the result has fewer than three blocks. */
void tare_overview_show(struct tare_buf *out, const struct tare_table_style *style,
                        const struct tare_result *result);

#endif
