/* SPDX-License-Identifier: MIT */
/* How times grow with size, for people; nothing where no group has sizes. */
#ifndef TARE_REPORT_GROWTH_H
#define TARE_REPORT_GROWTH_H

#include "base/buf.h"
#include "model/result.h"
#include "report/sheet.h"
#include "report/table.h"

void tare_growth_show(struct tare_buf *out, const struct tare_table_style *style,
                      const struct tare_result *result);

/* Fills a sheet, to be freed: a row a variant, of one group or, where it is NULL, of all. */
void tare_growth_sheet(struct tare_sheet *sheet, const struct tare_result *result,
                       const char *group);

/* Appends "group/variant", with build, parameter and threads where they say something. */
void tare_growth_name(struct tare_buf *out, const struct tare_result *result,
                      const struct tare_growth *growth);

#endif
