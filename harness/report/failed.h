/* SPDX-License-Identifier: MIT */
/* What of a result failed, as the summary below the tables names it. */
#ifndef TARE_REPORT_FAILED_H
#define TARE_REPORT_FAILED_H

#include "base/buf.h"
#include "model/result.h"
#include "report/table.h"

#include <stdbool.h>

bool tare_failed_any(const struct tare_result *result);

/* Appends a line for each failure, six at most, a variant that fails alike at several sizes once;
 * the rest is counted. "nothing failed" where nothing did. */
void tare_failed_show(struct tare_buf *out, const struct tare_table_style *style,
                      const struct tare_result *result);

#endif
