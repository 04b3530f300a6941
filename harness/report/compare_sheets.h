/* SPDX-License-Identifier: MIT */
/* What the terminal's form of a comparison and that of Markdown have in common: its two tables. */
#ifndef TARE_REPORT_COMPARE_SHEETS_H
#define TARE_REPORT_COMPARE_SHEETS_H

#include <stdbool.h>

#include "base/buf.h"
#include "model/compare.h"
#include "report/sheet.h"

/* Appends "group/variant/size", and " (build)" where builds tell arms apart. */
void tare_compare_put_name(struct tare_buf *out, const struct tare_compare *compare,
                           const struct tare_compare_row *row);

/* Has it any exact quantity? */
bool tare_compare_is_weighed(const struct tare_row *row);

/* The arms that are in both: times, verdict and interval. To be freed as a sheet. */
void tare_compare_open_times(struct tare_sheet *sheet, const struct tare_compare *compare);

/* A row for each exact quantity that is not the same in both runs, of arms weighed in both. */
void tare_compare_open_exact(struct tare_sheet *sheet, const struct tare_compare *compare);

#endif
