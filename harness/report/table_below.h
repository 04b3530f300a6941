/* SPDX-License-Identifier: MIT */
/*
 * What stands below the rows of a block in the terminal's table, and its paint.
 */
#ifndef TARE_REPORT_TABLE_BELOW_H
#define TARE_REPORT_TABLE_BELOW_H

#include "base/buf.h"
#include "report/grid.h"
#include "report/table.h"

/* Escape sequences that begin a colour or weight; "" where the style has no colours. */
const char *tare_table_bold(const struct tare_table_style *style);
const char *tare_table_dim(const struct tare_table_style *style);
const char *tare_table_tone(const struct tare_table_style *style, enum tare_grid_tone tone);

/* Appends `text`, between `paint` and its end where that is not "" and `text` is not. */
void tare_table_paint(struct tare_buf *out, const char *paint, const char *text);

/* Bytes of `text` that make the next line of at most `columns`, up to a space where there is one.
 */
size_t tare_table_line_length(const char *text, size_t columns);

/* Appends "LABEL: TEXT" (`label` may be NULL), indented and wrapped at words to the width. */
void tare_table_note(struct tare_buf *out, const struct tare_table_style *style, const char *label,
                     const char *text);

/* Appends what a failed arm printed: at most 20 lines, the middle left out, none of them wrapped.
 */
void tare_table_output(struct tare_buf *out, const struct tare_table_style *style,
                       const char *label, const char *output);

#endif
