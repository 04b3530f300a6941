/* SPDX-License-Identifier: MIT */
#include "report/weighing.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/units.h"
#include "report/table_below.h"
#include "report/text.h"

#define ROWS_MAX    12
#define COLUMNS_MAX 6
#define CELL_BYTES  80
#define INDENT      4
#define GAP         2
#define LEAKS_SHOWN 3

/* A small table: the first column to the left, the others to the right; headings are dim. */
struct sheet {
    size_t columns;
    size_t rows; /* the headings among them */
    char cell[ROWS_MAX + 1][COLUMNS_MAX][CELL_BYTES];
    size_t left_out; /* rows that are not in it */
};

static void open_sheet(struct sheet *sheet, const char *const *headings)
{
    *sheet = (struct sheet){.rows = 1};
    for (; sheet->columns < COLUMNS_MAX && headings[sheet->columns]; sheet->columns++)
        snprintf(sheet->cell[0][sheet->columns], CELL_BYTES, "%s", headings[sheet->columns]);
}

/* The next row to be filled, or NULL where there is no more room. */
static char (*next_row(struct sheet *sheet))[CELL_BYTES]
{
    if (sheet->rows > ROWS_MAX) {
        sheet->left_out++;
        return NULL;
    }
    return sheet->cell[sheet->rows++];
}

static void put_bytes(char *cell, double bytes)
{
    snprintf(cell, CELL_BYTES, "%s", isnan(bytes) ? "-" : tare_units_bytes(bytes).text);
}

static void put_count(char *cell, double count)
{
    snprintf(cell, CELL_BYTES, "%s", isnan(count) ? "-" : tare_units_count(count).text);
}

/* "1 block", "1,000 blocks". */
static struct tare_units_text blocks_text(double blocks)
{
    struct tare_units_text count = tare_units_count(blocks);
    struct tare_units_text text;

    snprintf(text.text, sizeof text.text, "%.*s block%s", (int)sizeof text.text - 8, count.text,
             blocks == 1 ? "" : "s");
    return text;
}

static size_t widest(const struct sheet *sheet, size_t column)
{
    size_t widest = 0;

    for (size_t i = 0; i < sheet->rows; i++) {
        size_t columns = tare_text_columns(sheet->cell[i][column]);

        widest = columns > widest ? columns : widest;
    }
    return widest;
}

static void show_cell(struct tare_buf *out, const struct tare_table_style *style,
                      const struct sheet *sheet, size_t row, size_t column)
{
    struct tare_buf shown = TARE_BUF_INIT;
    size_t room = widest(sheet, column);
    size_t used;

    tare_text_show(&shown, sheet->cell[row][column],
                   (struct tare_text_style){.unicode = style->unicode});
    used = tare_text_columns(shown.text);
    if (column > 0)
        tare_text_pad(out, room > used ? room - used : 0);
    tare_table_paint(out, row == 0 ? tare_table_dim(style) : "", shown.text);
    if (column == 0)
        tare_text_pad(out, room > used ? room - used : 0);
    tare_buf_free(&shown);
}

/* How many columns fit the width; the first two always stay. */
static size_t fitting(const struct sheet *sheet, const struct tare_table_style *style)
{
    size_t width = INDENT;
    size_t column = 0;

    if (style->width_columns <= 0)
        return sheet->columns;
    for (; column < sheet->columns; column++) {
        width += widest(sheet, column) + (column ? GAP : 0);
        if (column > 1 && width > (size_t)style->width_columns)
            break;
    }
    return column;
}

static void show_sheet(struct tare_buf *out, const struct tare_table_style *style,
                       const struct sheet *sheet)
{
    size_t columns = fitting(sheet, style);

    if (sheet->rows < 2)
        return;
    for (size_t i = 0; i < sheet->rows; i++) {
        tare_text_pad(out, INDENT);
        for (size_t j = 0; j < columns; j++) {
            tare_text_pad(out, j ? GAP : 0);
            show_cell(out, style, sheet, i, j);
        }
        while (out->length && out->text[out->length - 1] == ' ')
            out->text[--out->length] = '\0';
        tare_buf_puts(out, "\n");
    }
    if (sheet->left_out) {
        tare_text_pad(out, INDENT);
        tare_buf_printf(out, "and %zu more\n", sheet->left_out);
    }
}

static void show_types(struct tare_buf *out, const struct tare_table_style *style,
                       const struct tare_weighing *weighing)
{
    static const char *const headings[] = {"type",    "count",         "bytes", "each",
                                           "padding", "never written", NULL};
    struct sheet sheet;

    open_sheet(&sheet, headings);
    for (size_t i = 0; i < weighing->type_count; i++) {
        const struct tare_weighed_type *type = &weighing->type[i];
        char(*row)[CELL_BYTES] = next_row(&sheet);

        if (!row)
            continue;
        snprintf(row[0], CELL_BYTES, "%s", type->name);
        put_count(row[1], type->count);
        put_bytes(row[2], type->bytes);
        put_bytes(row[3], type->bytes_each);
        put_bytes(row[4], type->padding_bytes);
        put_bytes(row[5], type->unwritten_bytes);
    }
    show_sheet(out, style, &sheet);
}

static void show_sites(struct tare_buf *out, const struct tare_table_style *style,
                       const struct tare_weighed_sites *sites, const char *heading, bool has_kinds)
{
    const char *headings[] = {heading, "blocks", "bytes", has_kinds ? "held" : "never written",
                              NULL};
    struct sheet sheet;

    open_sheet(&sheet, headings);
    for (size_t i = 0; i < sites->count; i++) {
        const struct tare_weighed_site *site = &sites->site[i];
        char(*row)[CELL_BYTES] = next_row(&sheet);

        if (!row)
            continue;
        snprintf(row[0], CELL_BYTES, "%s", site->place);
        put_count(row[1], site->blocks);
        put_bytes(row[2], site->bytes);
        if (!has_kinds)
            put_bytes(row[3], site->unwritten_bytes);
        else
            snprintf(row[3], CELL_BYTES, "%s",
                     strcmp(site->kind, "cycle") == 0    ? "on a cycle"
                     : strcmp(site->kind, "static") == 0 ? "by static storage"
                                                         : "by nothing");
    }
    show_sheet(out, style, &sheet);
}

/* What the names of classes mean. */
static const char *explain(const char *name)
{
    static const struct {
        const char *name;
        const char *words;
    } words[] = {
        {"typed", "weighed, by types"},
        {"conservative", "weighed, by words that look like pointers"},
        {"integers", "behind integers only: tagged, boxed, or chance"},
        {"statics", "not weighed: held by static storage"},
        {"stack", "not weighed: seen only from the stack"},
        {"lost", "not weighed: lost"},
        {"lost_cycle", "not weighed: lost on a cycle"},
        {"carved", "not reached in a region"},
    };

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i].name, name) == 0)
            return words[i].words;
    return name;
}

static void show_classes(struct tare_buf *out, const struct tare_table_style *style,
                         const struct tare_weighing *weighing)
{
    static const char *const headings[] = {"blocks of the case", "blocks", "bytes", NULL};
    struct tare_buf note = TARE_BUF_INIT;
    struct sheet sheet;

    open_sheet(&sheet, headings);
    for (size_t i = 0; i < weighing->class_count; i++) {
        char(*row)[CELL_BYTES] = next_row(&sheet);

        if (!row)
            continue;
        snprintf(row[0], CELL_BYTES, "%s", explain(weighing->class_[i].name));
        put_count(row[1], weighing->class_[i].blocks);
        put_bytes(row[2], weighing->class_[i].bytes);
    }
    show_sheet(out, style, &sheet);
    if (isnan(weighing->window_bytes))
        return;
    tare_buf_printf(&note, "the allocator's books have %s, %s: %s",
                    blocks_text(weighing->window_blocks).text,
                    tare_units_bytes(weighing->window_bytes).text,
                    tare_weighing_adds_up(weighing) ? "all accounted for" : "THIS DOES NOT ADD UP");
    tare_table_note(out, style, NULL, note.text);
    tare_buf_free(&note);
}

static void show_roots(struct tare_buf *out, const struct tare_table_style *style,
                       const char *label, const struct tare_weighing *weighing)
{
    for (size_t i = 0; i < weighing->root_count; i++) {
        const struct tare_weighed_root *root = &weighing->root[i];
        struct tare_buf note = TARE_BUF_INIT;

        tare_buf_printf(&note, "tare_weigh(%s)%s%s: %s, %s%s", root->expression,
                        root->type ? ", " : "", root->type ? root->type : "",
                        tare_units_bytes(root->bytes).text, blocks_text(root->blocks).text,
                        i ? " that those before it do not lead to" : "");
        tare_table_note(out, style, label, note.text);
        tare_buf_free(&note);
    }
}

static void show_edges(struct tare_buf *out, const struct tare_table_style *style,
                       const struct tare_weighing *weighing)
{
    struct tare_buf note = TARE_BUF_INIT;

    if (!(weighing->edges > 0))
        return;
    tare_buf_printf(&note,
                    "%s pointers: %.3g %% to what another leads to, %.3g %% stay in their cache "
                    "line, %.3g %% in their page; cache lines are %.3g %% full",
                    tare_units_count(weighing->edges).text, 100 * weighing->shared_edges_ratio,
                    100 * weighing->same_line_ratio, 100 * weighing->same_page_ratio,
                    100 * weighing->line_fill_ratio);
    tare_table_note(out, style, NULL, note.text);
    tare_buf_free(&note);
}

static void show_apart(struct tare_buf *out, const struct tare_table_style *style,
                       const struct tare_weighing *weighing)
{
    const struct {
        double bytes;
        const char *words;
    } parts[] = {
        {weighing->static_bytes, "reached in static storage, not in the deep size"},
        {weighing->stack_bytes, "reached on the stack, not in the deep size"},
        {weighing->older_bytes, "of the deep size are older than the case"},
    };

    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        struct tare_buf note = TARE_BUF_INIT;

        if (!(parts[i].bytes > 0))
            continue;
        tare_buf_printf(&note, "%s %s", tare_units_bytes(parts[i].bytes).text, parts[i].words);
        tare_table_note(out, style, NULL, note.text);
        tare_buf_free(&note);
    }
    if (weighing->untyped)
        tare_table_note(out, style, "types unknown", weighing->untyped);
}

void tare_weighing_show(struct tare_buf *out, const struct tare_table_style *style,
                        const char *label, const struct tare_weighing *weighing)
{
    tare_buf_puts(out, "\n");
    show_roots(out, style, label, weighing);
    show_types(out, style, weighing);
    show_sites(out, style, &weighing->untyped_sites, "without a type, allocated at", false);
    show_apart(out, style, weighing);
    show_edges(out, style, weighing);
    show_classes(out, style, weighing);
    show_sites(out, style, &weighing->leaks, "left when the case returned, allocated at", true);
}

void tare_weighing_leaks(struct tare_buf *out, const struct tare_weighing *weighing)
{
    double blocks = 0;
    double bytes = 0;
    size_t sites = 0;

    for (size_t i = 0; i < weighing->leaks.count; i++)
        if (strcmp(weighing->leaks.site[i].kind, "static") != 0) {
            blocks += weighing->leaks.site[i].blocks;
            bytes += weighing->leaks.site[i].bytes;
        }
    if (!(blocks > 0))
        return;
    tare_buf_printf(out, "leaked %s, %s:", blocks_text(blocks).text, tare_units_bytes(bytes).text);
    for (size_t i = 0; i < weighing->leaks.count; i++) {
        const struct tare_weighed_site *site = &weighing->leaks.site[i];

        if (strcmp(site->kind, "static") == 0 || sites++ >= LEAKS_SHOWN)
            continue;
        tare_buf_printf(out, "%s %s (%s%s)", sites > 1 ? "," : "", site->place,
                        tare_units_count(site->blocks).text,
                        strcmp(site->kind, "cycle") == 0 ? " on a cycle" : "");
    }
    if (sites > LEAKS_SHOWN)
        tare_buf_printf(out, " and %zu more places", sites - LEAKS_SHOWN);
}
