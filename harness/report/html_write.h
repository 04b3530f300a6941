/* SPDX-License-Identifier: MIT */
/*
 * Writing HTML: markup as it is, and text of unknown origin made harmless. This is the one place
 * that escapes; whatever does not come from this program goes through tare_html_text() or
 * tare_html_lines(). Errors are asked for once, at the end.
 */
#ifndef TARE_REPORT_HTML_WRITE_H
#define TARE_REPORT_HTML_WRITE_H

#include "base/buf.h"
#include "report/sheet.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct tare_html {
    FILE *file;
    bool failed; /* memory was short */
};

/* Markup. The arguments of the format are numbers or texts of this program. */
void tare_html_put(struct tare_html *html, const char *markup);
void tare_html_format(struct tare_html *html, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Text on one line, good between tags and in attributes in double quotes; control characters as in
 * report/text.h. */
void tare_html_text(struct tare_html *html, const char *text);

/* Text of several lines for <pre>: tabs as spaces, no carriage returns, at most `lines_max` lines
 * and then "..." (0: all). `first` > 0 numbers the lines from there on. */
struct tare_html_lines {
    const char *text;
    size_t first;
    size_t lines_max;
};
void tare_html_lines(struct tare_html *html, const struct tare_html_lines *lines);

/* Appends the text as tare_html_text() writes it, cut to `columns` (0: never). */
void tare_html_escape(struct tare_buf *out, const char *text, size_t columns);

/* Writes the buffer's text as markup and frees it. */
void tare_html_take(struct tare_html *html, struct tare_buf *markup);

/* A table in a frame that scrolls, with a caption (text) and `classes` for the table. */
void tare_html_table_begin(struct tare_html *html, const char *classes, const char *caption);
void tare_html_table_end(struct tare_html *html);

/* The head of a column; to the left where `left`, as its cells are. */
void tare_html_head(struct tare_html *html, const char *text, bool left);

/* A cell with what it is sorted by (NAN: comes last) or, where `left`, by its text. */
struct tare_html_cell {
    const char *text;
    double value;
    bool left;
    const char *classes; /* NULL: none */
};
void tare_html_cell(struct tare_html *html, const struct tare_html_cell *cell);

/* The first cell of a row, its head. */
void tare_html_row_begin(struct tare_html *html, const char *label);

/* A sheet as a table; nothing where it has no rows. Its first heading is the caption. */
void tare_html_sheet(struct tare_html *html, const struct tare_sheet *sheet);

#endif
