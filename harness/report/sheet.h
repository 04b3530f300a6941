/* SPDX-License-Identifier: MIT */
/*
 * A small table for the terminal: headings, and rows of short texts that are aligned by display
 * width. A narrow terminal drops columns from the right. What the table of a block's arms is to
 * those (report/table.h), this is to everything else.
 */
#ifndef TARE_REPORT_SHEET_H
#define TARE_REPORT_SHEET_H

#include "base/buf.h"
#include "report/table.h"

#include <stdbool.h>
#include <stddef.h>

#define TARE_SHEET_COLUMNS_MAX  18
#define TARE_SHEET_CELL_BYTES   96
#define TARE_SHEET_CELL_COLUMNS 64 /* that a text is cut to */
#define TARE_SHEET_GAP          2

typedef char tare_sheet_row[TARE_SHEET_COLUMNS_MAX][TARE_SHEET_CELL_BYTES];

struct tare_sheet {
    size_t columns;
    size_t kept_columns;               /* that a narrow terminal does not drop */
    bool left[TARE_SHEET_COLUMNS_MAX]; /* to the left; else to the right */
    size_t rows_max;                   /* rows shown, 0: all; the rest is counted */
    size_t row_count;                  /* the headings are row 0 */
    size_t room;
    tare_sheet_row *rows;
    bool failed; /* memory was short: some rows are missing */
};

/* Headings up to NULL; those that begin with '<' stand, as their columns, to the left. */
void tare_sheet_open(struct tare_sheet *sheet, const char *const *headings);
void tare_sheet_free(struct tare_sheet *sheet);

/* The cells of a new row, empty; a row that goes nowhere where memory is short. */
char (*tare_sheet_add(struct tare_sheet *sheet))[TARE_SHEET_CELL_BYTES];

/* Writes into a cell; "-" for NAN. Text is made harmless and cut with an ellipsis. */
void tare_sheet_bytes(char *cell, double bytes);
void tare_sheet_count(char *cell, double count);
void tare_sheet_text(char *cell, const char *text);

/* Appends it, indented; nothing where it has no rows. */
void tare_sheet_show(struct tare_buf *out, const struct tare_table_style *style, size_t indent,
                     const struct tare_sheet *sheet);

#endif
