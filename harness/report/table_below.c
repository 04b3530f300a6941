/* SPDX-License-Identifier: MIT */
#include "report/table_below.h"

#include "report/text.h"

#include <string.h>

#define INDENT           2
#define NOTE_COLUMNS_MIN 20
#define OUTPUT_LINES_MAX 20

const char *tare_table_bold(const struct tare_table_style *style)
{
    return style->colours ? "\033[1m" : "";
}

const char *tare_table_dim(const struct tare_table_style *style)
{
    return style->colours ? "\033[2m" : "";
}

/* Of 256: a green and a red that are readable on a light and on a dark ground. */
const char *tare_table_tone(const struct tare_table_style *style, enum tare_grid_tone tone)
{
    if (!style->colours || tone == TARE_GRID_PLAIN)
        return "";
    if (style->colours >= 256)
        return tone == TARE_GRID_BETTER ? "\033[38;5;35m" : "\033[38;5;167m";
    return tone == TARE_GRID_BETTER ? "\033[32m" : "\033[31m";
}

void tare_table_paint(struct tare_buf *out, const char *paint, const char *text)
{
    bool painted = *paint && *text;

    if (painted)
        tare_buf_puts(out, paint);
    tare_buf_puts(out, text);
    if (painted)
        tare_buf_puts(out, "\033[0m");
}

size_t tare_table_line_length(const char *text, size_t columns)
{
    size_t length = 0, word_end = 0, used = 0;

    while (text[length]) {
        char character[5] = {0};
        size_t bytes = 1;

        while ((text[length + bytes] & 0xc0) == 0x80 && bytes < 4)
            bytes++;
        memcpy(character, text + length, bytes);
        used += tare_text_columns(character);
        if (used > columns)
            return word_end ? word_end : length ? length : bytes;
        length += bytes;
        if (text[length] == ' ')
            word_end = length;
    }
    return length;
}

static void put_line(struct tare_buf *out, const struct tare_table_style *style, size_t indent,
                     const char *text, size_t length)
{
    struct tare_buf line = TARE_BUF_INIT;

    tare_buf_add(&line, text, length);
    tare_text_pad(out, indent);
    tare_table_paint(out, tare_table_dim(style), line.text);
    tare_buf_puts(out, "\n");
    out->failed = out->failed || line.failed;
    tare_buf_free(&line);
}

void tare_table_note(struct tare_buf *out, const struct tare_table_style *style, const char *label,
                     const char *text)
{
    struct tare_text_style whole = {.unicode = style->unicode};
    struct tare_buf shown = TARE_BUF_INIT;
    size_t width = style->width_columns > 0 ? (size_t)style->width_columns : 0;
    size_t indent = INDENT;

    if (label) {
        tare_text_show(&shown, label, whole);
        tare_buf_puts(&shown, ": ");
    }
    tare_text_show(&shown, text, whole);
    for (const char *rest = shown.text; *rest; indent = 2 * INDENT) {
        size_t room = width > indent + NOTE_COLUMNS_MIN ? width - indent : NOTE_COLUMNS_MIN;
        size_t length = width ? tare_table_line_length(rest, room) : strlen(rest);

        put_line(out, style, indent, rest, length);
        rest += length;
        rest += strspn(rest, " ");
    }
    out->failed = out->failed || shown.failed;
    tare_buf_free(&shown);
}

/* Length of the first line and, at `next`, what follows it. A lone "\r" ends no line: a progress
 * bar that was overwritten stays one line, cut. */
static size_t first_line(const char *text, const char **next)
{
    size_t length = strcspn(text, "\n");

    *next = text + length + (text[length] == '\n');
    return length && text[length - 1] == '\r' ? length - 1 : length;
}

static size_t count_lines(const char *text)
{
    size_t count = 0;

    for (; *text; count++)
        first_line(text, &text);
    return count;
}

static void put_output_line(struct tare_buf *out, const struct tare_table_style *style,
                            const char *text, size_t length)
{
    static const char bar[] = "  | ";
    size_t width = style->width_columns > 0 ? (size_t)style->width_columns : 0;
    struct tare_buf line = TARE_BUF_INIT;

    for (size_t i = 0; i < length; i++)
        tare_buf_add(&line, text[i] == '\t' ? "    " : text + i, text[i] == '\t' ? 4 : 1);
    tare_buf_puts(out, bar);
    tare_text_show(out, line.text,
                   (struct tare_text_style){.columns = width > strlen(bar) + NOTE_COLUMNS_MIN
                                                           ? width - strlen(bar)
                                                       : width ? NOTE_COLUMNS_MIN
                                                               : 0,
                                            .unicode = style->unicode});
    tare_buf_puts(out, "\n");
    out->failed = out->failed || line.failed;
    tare_buf_free(&line);
}

void tare_table_output(struct tare_buf *out, const struct tare_table_style *style,
                       const char *label, const char *output)
{
    size_t lines = count_lines(output), skip_from = lines, skip_to = lines;
    struct tare_buf heading = TARE_BUF_INIT;
    const char *next;

    if (!lines)
        return;
    if (lines > OUTPUT_LINES_MAX) {
        skip_from = OUTPUT_LINES_MAX / 2;
        skip_to = lines - OUTPUT_LINES_MAX / 2;
    }
    tare_buf_printf(&heading, "output of %s:", label);
    tare_table_note(out, style, NULL, heading.text);
    tare_buf_reset(&heading);
    for (size_t i = 0; i < lines; i++, output = next) {
        size_t length = first_line(output, &next);

        if (i < skip_from || i >= skip_to)
            put_output_line(out, style, output, length);
        else if (i == skip_from)
            tare_buf_printf(out, "  | ... %zu lines left out ...\n", skip_to - skip_from);
    }
    tare_buf_free(&heading);
}
