/* SPDX-License-Identifier: MIT */
/*
 * Where the variance of a block's times comes from, and what to repeat: stands below the table of a
 * block that was measured over layouts.
 */
#ifndef TARE_REPORT_VARIANCE_H
#define TARE_REPORT_VARIANCE_H

#include "base/buf.h"
#include "model/result.h"
#include "report/sheet.h"
#include "report/table.h"

#include <stdbool.h>

/*
 * Appends a row an arm: the shares of layout, process and sample, the standard deviation that they
 * add up to, which level to repeat, and how many samples a process and processes a layout would
 * cost least. Of one layout it says that; nothing where the block has none.
 */
void tare_variance_show(struct tare_buf *out, const struct tare_table_style *style,
                        const struct tare_block *block);

/* The rows as a sheet, to be freed; without any where there is one layout or none. True where the
 * share of layouts holds that of processes. */
bool tare_variance_sheet(struct tare_sheet *sheet, const struct tare_block *block);

#endif
