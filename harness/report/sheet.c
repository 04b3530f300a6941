/* SPDX-License-Identifier: MIT */
#include "report/sheet.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/units.h"
#include "report/table_below.h"
#include "report/text.h"

/* A name cut further says nothing: then the line is too long. */
#define NAME_COLUMNS_MIN 16

void tare_sheet_open(struct tare_sheet *sheet, const char *const *headings)
{
    char(*row)[TARE_SHEET_CELL_BYTES];

    *sheet = (struct tare_sheet){.kept_columns = 2};
    row = tare_sheet_add(sheet);
    for (; sheet->columns < TARE_SHEET_COLUMNS_MAX && headings[sheet->columns]; sheet->columns++) {
        const char *heading = headings[sheet->columns];

        sheet->left[sheet->columns] = *heading == '<';
        tare_sheet_text(row[sheet->columns], heading + (*heading == '<'));
    }
}

void tare_sheet_free(struct tare_sheet *sheet)
{
    free(sheet->rows);
    *sheet = (struct tare_sheet){0};
}

char (*tare_sheet_add(struct tare_sheet *sheet))[TARE_SHEET_CELL_BYTES]
{
    static tare_sheet_row nowhere;

    if (sheet->row_count == sheet->room) {
        size_t room = sheet->room ? 2 * sheet->room : 16;
        tare_sheet_row *grown = realloc(sheet->rows, room * sizeof *grown);

        sheet->failed |= !grown;
        if (!grown)
            return nowhere;
        sheet->rows = grown;
        sheet->room = room;
    }
    memset(sheet->rows[sheet->row_count], 0, sizeof *sheet->rows);
    return sheet->rows[sheet->row_count++];
}

void tare_sheet_bytes(char *cell, double bytes)
{
    tare_sheet_text(cell, isnan(bytes) ? "-" : tare_units_bytes(bytes).text);
}

void tare_sheet_count(char *cell, double count)
{
    tare_sheet_text(cell, isnan(count) ? "-" : tare_units_count(count).text);
}

/* Made harmless here, so that its width is that of what is shown. */
void tare_sheet_text(char *cell, const char *text)
{
    struct tare_buf shown = TARE_BUF_INIT;
    size_t columns = TARE_SHEET_CELL_COLUMNS;

    do {
        tare_buf_reset(&shown);
        tare_text_show(&shown, text, (struct tare_text_style){.columns = columns, .unicode = true});
        columns /= 2;
    } while (shown.length >= TARE_SHEET_CELL_BYTES && columns);
    snprintf(cell, TARE_SHEET_CELL_BYTES, "%s",
             shown.length < TARE_SHEET_CELL_BYTES ? shown.text : "");
    tare_buf_free(&shown);
}

/* Rows that are shown, the headings among them. */
static size_t shown_rows(const struct tare_sheet *sheet)
{
    return sheet->rows_max && sheet->row_count > sheet->rows_max + 1 ? sheet->rows_max + 1
                                                                     : sheet->row_count;
}

static size_t widest(const struct tare_sheet *sheet, const struct tare_table_style *style,
                     size_t column)
{
    size_t widest = 0;

    for (size_t i = 0; i < shown_rows(sheet); i++) {
        struct tare_buf shown = TARE_BUF_INIT;
        size_t columns;

        tare_text_show(&shown, sheet->rows[i][column],
                       (struct tare_text_style){.unicode = style->unicode});
        columns = tare_text_columns(shown.text);
        widest = columns > widest ? columns : widest;
        tare_buf_free(&shown);
    }
    return widest;
}

/* Columns of the terminal that each column takes. Where those that are kept do not fit, the first,
 * of names, is cut. */
static void measure(const struct tare_sheet *sheet, const struct tare_table_style *style,
                    size_t indent, size_t room[TARE_SHEET_COLUMNS_MAX])
{
    size_t width = style->width_columns > 0 ? (size_t)style->width_columns : SIZE_MAX;
    size_t others = indent;

    for (size_t j = 0; j < sheet->columns; j++) {
        room[j] = widest(sheet, style, j);
        if (j > 0 && j < sheet->kept_columns)
            others += TARE_SHEET_GAP + room[j];
    }
    if (others + room[0] > width)
        room[0] = width > others + NAME_COLUMNS_MIN ? width - others : NAME_COLUMNS_MIN;
}

/* How many columns fit the width. */
static size_t fitting(const struct tare_sheet *sheet, const struct tare_table_style *style,
                      size_t indent, const size_t room[TARE_SHEET_COLUMNS_MAX])
{
    size_t column = 0;

    if (style->width_columns <= 0)
        return sheet->columns;
    for (size_t width = indent; column < sheet->columns; column++) {
        width += room[column] + (column ? TARE_SHEET_GAP : 0);
        if (column >= sheet->kept_columns && width > (size_t)style->width_columns)
            break;
    }
    return column;
}

struct place {
    size_t row;
    size_t column;
    size_t room;
};

static void show_cell(struct tare_buf *out, const struct tare_table_style *style,
                      const struct tare_sheet *sheet, const struct place *at)
{
    struct tare_buf shown = TARE_BUF_INIT;
    size_t used;

    tare_text_show(&shown, sheet->rows[at->row][at->column],
                   (struct tare_text_style){.columns = at->room, .unicode = style->unicode});
    used = tare_text_columns(shown.text);
    if (!sheet->left[at->column])
        tare_text_pad(out, at->room > used ? at->room - used : 0);
    tare_table_paint(out, at->row == 0 ? tare_table_dim(style) : "", shown.text);
    if (sheet->left[at->column])
        tare_text_pad(out, at->room > used ? at->room - used : 0);
    out->failed |= shown.failed;
    tare_buf_free(&shown);
}

void tare_sheet_show(struct tare_buf *out, const struct tare_table_style *style, size_t indent,
                     const struct tare_sheet *sheet)
{
    size_t rows = shown_rows(sheet);
    size_t room[TARE_SHEET_COLUMNS_MAX] = {0};
    size_t columns;

    out->failed |= sheet->failed;
    if (sheet->row_count < 2)
        return;
    measure(sheet, style, indent, room);
    columns = fitting(sheet, style, indent, room);
    for (size_t i = 0; i < rows; i++) {
        tare_text_pad(out, indent);
        for (size_t j = 0; j < columns; j++) {
            tare_text_pad(out, j ? TARE_SHEET_GAP : 0);
            show_cell(out, style, sheet, &(struct place){i, j, room[j]});
        }
        while (!out->failed && out->length && out->text[out->length - 1] == ' ')
            out->text[--out->length] = '\0';
        tare_buf_puts(out, "\n");
    }
    if (rows < sheet->row_count) {
        tare_text_pad(out, indent);
        tare_buf_printf(out, "and %zu more\n", sheet->row_count - rows);
    }
}
