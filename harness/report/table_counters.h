/* SPDX-License-Identifier: MIT */
/* What was counted of the cases of a block, below its table: callgrind's instructions, and what
 * `tare run --counters` asked for. */
#ifndef TARE_REPORT_TABLE_COUNTERS_H
#define TARE_REPORT_TABLE_COUNTERS_H

#include "base/buf.h"
#include "model/result.h"
#include "report/table.h"

/* A column a counter, a row an arm, and once for each reason what is unavailable or was scaled.
 * Nothing where nothing was counted. */
void tare_table_counters(struct tare_buf *out, const struct tare_table_style *style,
                         const struct tare_block *block);

/* The lines that differ between its arms, where they were profiled. */
void tare_table_differences(struct tare_buf *out, const struct tare_table_style *style,
                            const struct tare_block *block);

#endif
