/* SPDX-License-Identifier: MIT */
/* What the views of a profile share: cells, and what stands above and below the table. */
#ifndef TARE_REPORT_PROFILE_CELLS_H
#define TARE_REPORT_PROFILE_CELLS_H

#include <stdio.h>

#include "base/buf.h"
#include "model/profile.h"
#include "report/table.h"

/* How wide the column of a metric is, a gap in front. */
size_t tare_profile_columns(int metric);

/* The last part of a path. */
const char *tare_profile_base_name(const char *path);

/* Of all samples. */
double tare_profile_share(const struct tare_profile *profile, double samples);

/* "12.3 +-0.4", in per cent. */
void tare_profile_show_share(struct tare_buf *cell, const struct tare_profile *profile,
                             double samples, bool unicode);

/* The weight as its column has it; nothing where it is 0. */
void tare_profile_show_metric(struct tare_buf *cell, const struct tare_profile *profile, int metric,
                              double weight, bool unicode);

/* The text at the right of so many columns. */
void tare_profile_put_right(struct tare_buf *out, const char *text, size_t columns);

/* Source with blanks for tabs, cut to what is left of the width after `used` columns. */
void tare_profile_put_source(struct tare_buf *out, const char *text, size_t used,
                             const struct tare_table_style *style);

/* The paint of what took so many samples. */
const char *tare_profile_heat(const struct tare_profile *profile, double samples,
                              const struct tare_table_style *style);

/* Above: "sum_x/list/10000: 4,812 samples, one every 997 us; with them it takes 1.003 times as long
 * (0.998 to 1.008)". Below: what is missing, and why. */
void tare_profile_put_summary(struct tare_buf *out, const struct tare_profile *profile,
                              const struct tare_table_style *style);
void tare_profile_put_notes(struct tare_buf *out, const struct tare_profile *profile,
                            const struct tare_table_style *style);

/* Writes and frees it. 0, or -1 with TARE_ERR_SYSTEM. */
int tare_profile_write_out(FILE *file, struct tare_buf *out, struct tare_err *err);

#endif
