/* SPDX-License-Identifier: MIT */
#include "report/html_write.h"

#include "report/text.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

#define TAB_COLUMNS 8

void tare_html_put(struct tare_html *html, const char *markup)
{
    fputs(markup, html->file);
}

void tare_html_format(struct tare_html *html, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    vfprintf(html->file, format, args);
    va_end(args);
}

static const char *entity_of(char c)
{
    switch (c) {
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '&':
        return "&amp;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

void tare_html_escape(struct tare_buf *out, const char *text, size_t columns)
{
    struct tare_buf shown = TARE_BUF_INIT;

    tare_text_show(&shown, text, (struct tare_text_style){.columns = columns, .unicode = true});
    for (const char *at = shown.text; *at; at++) {
        const char *entity = entity_of(*at);

        tare_buf_add(out, entity ? entity : at, entity ? strlen(entity) : 1);
    }
    out->failed = out->failed || shown.failed;
    tare_buf_free(&shown);
}

void tare_html_take(struct tare_html *html, struct tare_buf *markup)
{
    fwrite(markup->text, 1, markup->length, html->file);
    html->failed = html->failed || markup->failed;
    tare_buf_free(markup);
}

void tare_html_text(struct tare_html *html, const char *text)
{
    struct tare_buf escaped = TARE_BUF_INIT;

    tare_html_escape(&escaped, text ? text : "", 0);
    tare_html_take(html, &escaped);
}

static void put_line(struct tare_html *html, const char *text, size_t length)
{
    struct tare_buf line = TARE_BUF_INIT;
    size_t column = 0;

    for (size_t i = 0; i < length; i++) {
        size_t blanks = text[i] == '\t' ? TAB_COLUMNS - column % TAB_COLUMNS : 0;

        tare_text_pad(&line, blanks);
        if (!blanks)
            tare_buf_add(&line, text + i, 1);
        column += blanks ? blanks : 1;
    }
    tare_html_text(html, line.text);
    html->failed = html->failed || line.failed;
    tare_buf_free(&line);
}

void tare_html_lines(struct tare_html *html, const struct tare_html_lines *lines)
{
    const char *text = lines->text;
    size_t count = 0;

    for (; *text && (!lines->lines_max || count < lines->lines_max); count++) {
        size_t length = strcspn(text, "\n");

        if (lines->first)
            tare_html_format(html, "<span class=\"no\">%4zu</span> ", lines->first + count);
        put_line(html, text, length && text[length - 1] == '\r' ? length - 1 : length);
        tare_html_put(html, "\n");
        text += length + (text[length] == '\n');
    }
    tare_html_put(html, *text ? "...\n" : "");
}

/* What scrolls must be reachable by keyboard, and then needs a name; sheets are narrow. */
void tare_html_table_begin(struct tare_html *html, const char *classes, const char *caption)
{
    bool is_small = strcmp(classes, "sheet") == 0;

    tare_html_put(html, is_small ? "<div class=\"scroll"
                                 : "<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
                                   "aria-label=\"");
    if (!is_small)
        tare_html_text(html, caption);
    tare_html_format(html, "\"><table class=\"%s\"><caption>", classes);
    tare_html_text(html, caption);
    tare_html_put(html, "</caption>\n<thead><tr>");
}

void tare_html_table_end(struct tare_html *html)
{
    tare_html_put(html, "</tbody></table></div>\n");
}

void tare_html_head(struct tare_html *html, const char *text, bool left)
{
    tare_html_put(html, left ? "<th scope=\"col\" class=\"l\">" : "<th scope=\"col\">");
    tare_html_text(html, text);
    tare_html_put(html, "</th>");
}

void tare_html_cell(struct tare_html *html, const struct tare_html_cell *cell)
{
    bool has_classes = cell->left || cell->classes;

    tare_html_put(html, "<td");
    if (has_classes)
        tare_html_format(html, " class=\"%s%s%s\"", cell->left ? "l" : "",
                         cell->left && cell->classes ? " " : "",
                         cell->classes ? cell->classes : "");
    if (!cell->left && isfinite(cell->value))
        tare_html_format(html, " data-v=\"%.6g\"", cell->value);
    tare_html_put(html, ">");
    tare_html_text(html, cell->text);
    tare_html_put(html, "</td>");
}

void tare_html_row_begin(struct tare_html *html, const char *label)
{
    tare_html_put(html, "<tr><th scope=\"row\">");
    tare_html_text(html, label);
    tare_html_put(html, "</th>");
}

void tare_html_sheet(struct tare_html *html, const struct tare_sheet *sheet)
{
    html->failed = html->failed || sheet->failed;
    if (sheet->row_count < 2)
        return;
    tare_html_table_begin(html, "sheet", sheet->rows[0][0]);
    for (size_t j = 0; j < sheet->columns; j++)
        tare_html_head(html, sheet->rows[0][j], sheet->left[j]);
    tare_html_put(html, "</tr></thead>\n<tbody>");
    for (size_t i = 1; i < sheet->row_count; i++) {
        tare_html_row_begin(html, sheet->rows[i][0]);
        for (size_t j = 1; j < sheet->columns; j++)
            tare_html_cell(html, &(struct tare_html_cell){.text = sheet->rows[i][j],
                                                          .value = NAN,
                                                          .left = sheet->left[j]});
        tare_html_put(html, "</tr>\n");
    }
    tare_html_table_end(html);
}
